//! The sweep file: a base scenario, what varies, and how the space is sampled.
//!
//! Every value of every axis is tried on the base scenario by the reader of scenarios itself, so the same mistakes are
//! found, in the same words, at their place in the sweep file.

mod axis;
mod column_name;
mod path;
mod reader;
mod sample;
mod schema;

pub(crate) use axis::sampled_value;
pub use axis::{Apply, Axis, Spread};
pub use path::{Edit, FieldPath};
pub use sample::{Design, Sample};
pub use schema::json_schema;

use axis::{PlacedAxis, read_axis};
use osteotome_foot::scenario::{self, Diagnostic, Scenario, Severity};
use osteotome_geometry::read_input_file;
use reader::{Reader, Section, Span, owned};
use sample::read_sample;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// A sweep file without mistakes.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Title for reports.
    pub title: String,
    /// The base scenario's file.
    pub base: PathBuf,
    /// What varies, in the order of the file.
    pub axes: Vec<Axis>,
    /// How the distributions are sampled, if there are any.
    pub sample: Option<Sample>,
    /// The base scenario as it is written, with the fixed fields of the sweep.
    tree: Table,
}

const KEYS: [&str; 5] = ["title", "base", "set", "sample", "axis"];

/// Whether a text looks like a sweep file rather than a scenario.
#[must_use]
pub fn is_sweep(source: &str) -> bool {
    let (tree, _) = DeTable::parse_recoverable(source);
    tree.get_ref().iter().any(|(key, _)| ["base", "axis", "sample"].contains(&key.get_ref().as_ref()))
}

/// Reads the text of a sweep file; the path of its base scenario counts from `folder`.
///
/// # Errors
/// All mistakes of the file at once, in its order.
pub fn read_sweep(source: &str, folder: &Path) -> Result<Sweep, Vec<Diagnostic>> {
    let (tree, syntax) = DeTable::parse_recoverable(source);
    let mut reader = Reader::default();
    for error in &syntax {
        let span = error.span().unwrap_or(source.len()..source.len());
        reader.report(Diagnostic::error(span, format!("not TOML: {}", error.message())));
    }
    let sweep = if syntax.is_empty() { sections(&mut reader, tree.get_ref(), folder) } else { None };
    let mut mistakes = reader.mistakes;
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    match sweep {
        Some(sweep) if mistakes.is_empty() => Ok(sweep),
        _ => Err(mistakes),
    }
}

fn sections(reader: &mut Reader, table: &DeTable, folder: &Path) -> Option<Sweep> {
    let file = Section { name: "", table };
    reader.known_keys(file, &KEYS);
    let title = reader.text(file, "title").map_or_else(|| "untitled sweep".to_owned(), |(title, _)| title);
    let base = read_base(reader, file, folder);
    let sample = read_sample(reader, file);
    let axes = read_axes(reader, file);
    let (base, tree) = base?;
    let mut sweep = Sweep { title, base, axes: Vec::new(), sample: None, tree };
    read_fixed(reader, file, &mut sweep);
    let sampled = |placed: &&PlacedAxis| matches!(placed.axis.spread, Spread::Distribution(_));
    sample::check(reader, file, sample.as_ref(), axes.iter().flatten().filter(sampled).count());
    for placed in axes.iter().flatten() {
        try_axis(reader, &sweep, placed);
        twice(reader, &sweep.axes, placed);
        column_name::check(reader, &sweep, placed);
        sweep.axes.push(placed.axis.clone());
    }
    sweep.sample = sample;
    Some(sweep)
}

/// A scenario is never larger, MiB.
const LARGEST_BASE_MIB: u64 = 1;

/// The text of the base scenario, or why there is none.
fn base_text(path: &Path) -> Result<String, String> {
    let content = read_input_file(path, LARGEST_BASE_MIB).map_err(|error| error.to_string())?;
    String::from_utf8(content).map_err(|_| "is not UTF-8 text; save it as UTF-8".to_owned())
}

fn read_base(reader: &mut Reader, file: Section, folder: &Path) -> Option<(PathBuf, Table)> {
    const ACCEPTED: &str = "the path of a scenario file, counted from the folder of this file";
    let Some((text, span)) = reader.text(file, "base") else {
        if reader.value(file, "base").is_none() {
            reader.missing("", "base", 0..0, ACCEPTED);
        }
        return None;
    };
    let path = folder.join(&text);
    let source = match base_text(&path) {
        Ok(source) => source,
        Err(reason) => {
            let message = format!("the base scenario \"{text}\" {reason}");
            reader.report(Diagnostic::error(span, message).accepting(ACCEPTED));
            return None;
        }
    };
    let read = scenario::read(&source, path.parent().unwrap_or(Path::new("")));
    match (read, source.parse::<Table>()) {
        (Ok(_), Ok(tree)) => Some((path, tree)),
        (read, _) => {
            let count = read.err().map_or(1, |mistakes| mistakes.len());
            let message = format!("the base scenario \"{text}\" has mistakes: {count}");
            let hint = format!("osteotome check {}", path.display());
            reader.report(
                Diagnostic::error(span, message).accepting("a scenario without mistakes").hinting(hint),
            );
            None
        }
    }
}

/// `[set]`: fields that this sweep changes in every case.
fn read_fixed(reader: &mut Reader, file: Section, sweep: &mut Sweep) {
    let Some((table, _)) = reader.table(file, "set") else { return };
    let mut fixed: Vec<(FieldPath, Value, (Span, Span))> = Vec::new();
    for (key, value) in table {
        match (FieldPath::parse(key.get_ref()), owned(value.get_ref())) {
            (Ok(path), Some(owned)) => fixed.push((path, owned, (key.span(), value.span()))),
            (Ok(_), None) => {
                reader.wrong_type::<()>(key.get_ref(), value.span(), "a value that a scenario can hold");
            }
            (Err(message), _) => reader.report(Diagnostic::error(key.span(), message)),
        }
    }
    let mut tree = sweep.tree.clone();
    let applied =
        fixed.iter().try_for_each(|(path, value, _)| path.apply(&mut tree, &Json::Null, &Edit::Set(value)));
    match applied.is_ok().then(|| sweep.scenario(&tree)) {
        Some(Ok(_)) => sweep.tree = tree,
        together => blame_fixed(reader, sweep, &fixed, together),
    }
}

/// Reports the fixed fields that are wrong by themselves; if each is right, what is wrong with them together.
fn blame_fixed(
    reader: &mut Reader,
    sweep: &Sweep,
    fixed: &[(FieldPath, Value, (Span, Span))],
    together: Option<Result<Scenario, (String, Vec<Diagnostic>)>>,
) {
    let alone = |(path, value, spans): &(FieldPath, Value, (Span, Span))| {
        try_value(reader, sweep, std::slice::from_ref(path), Apply::Set, value, spans.clone())
    };
    let blamed = fixed.iter().map(alone).filter(|sound| !sound).count();
    if let (0, Some(Err((_, mistakes))), Some((_, _, (_, span)))) = (blamed, together, fixed.last()) {
        reader.report(Diagnostic::error(
            span.clone(),
            format!("the fields of [set] together: {}", in_words(&mistakes)),
        ));
    }
}

fn read_axes(reader: &mut Reader, file: Section) -> Vec<Option<PlacedAxis>> {
    let Some(value) = reader.value(file, "axis") else {
        reader.missing("", "axis", 0..0, "at least one [[axis]]");
        return Vec::new();
    };
    let DeValue::Array(items) = value.get_ref() else {
        reader.wrong_type::<()>("axis", value.span(), "[[axis]] with double brackets");
        return Vec::new();
    };
    let read = |item: &toml::Spanned<DeValue>| match item.get_ref() {
        DeValue::Table(table) => read_axis(reader, table, &item.span()),
        _ => reader.wrong_type("axis", item.span(), "a table"),
    };
    items.iter().map(read).collect()
}

/// Tries the values of an axis on the base scenario.
fn try_axis(reader: &mut Reader, sweep: &Sweep, placed: &PlacedAxis) {
    for (value, span) in &placed.trials {
        let spans = (placed.path_span.clone(), span.clone());
        let axis = &placed.axis;
        if !try_value(reader, sweep, &axis.paths, axis.apply, value, spans.clone())
            && reader.mistakes.last().is_some_and(|mistake| mistake.span == spans.0)
        {
            // The path is wrong: so it is for the other values.
            return;
        }
    }
}

/// Tries one value; reports the first mistake it brings into the base scenario and says whether there was none.
fn try_value(
    reader: &mut Reader,
    sweep: &Sweep,
    paths: &[FieldPath],
    apply: Apply,
    value: &Value,
    (path_span, value_span): (Span, Span),
) -> bool {
    let mut tree = sweep.tree.clone();
    for path in paths {
        let filled = sweep.filled(&tree, apply);
        if let Err(message) = path.apply(&mut tree, &filled, &apply.edit(value)) {
            reader
                .report(Diagnostic::error(path_span, message).accepting("the path of a field of a scenario"));
            return false;
        }
    }
    let Err((text, mistakes)) = sweep.scenario(&tree) else { return true };
    let Some(first) = mistakes.into_iter().find(|mistake| mistake.severity == Severity::Error) else {
        return true;
    };
    let is_path = first.message.starts_with("unknown key")
        && paths
            .iter()
            .any(|path| text.get(first.span.clone()).is_some_and(|key| path.to_string().contains(key)));
    let span = if is_path { path_span } else { value_span };
    reader.report(Diagnostic { span, related: None, ..first });
    false
}

/// Two axes that set one field would undo each other; two of one name would make one column.
fn twice(reader: &mut Reader, axes: &[Axis], placed: &PlacedAxis) {
    let this = &placed.axis;
    let same_path = |other: &&Axis| {
        this.apply == Apply::Set
            && other.apply == Apply::Set
            && other.paths.iter().any(|p| this.paths.contains(p))
    };
    if axes.iter().any(|other| same_path(&other)) {
        let message = format!("another axis sets `{}` too", this.paths[0]);
        reader.report(Diagnostic::error(placed.path_span.clone(), message).accepting("one axis a field"));
    } else if axes.iter().any(|other| other.column.eq_ignore_ascii_case(&this.column)) {
        let message = format!("another axis is called `{}` too", this.column);
        reader.report(Diagnostic::error(placed.path_span.clone(), message).accepting("a `name` of its own"));
    }
}

impl Sweep {
    /// Folder that the paths of the base scenario count from.
    fn folder(&self) -> &Path {
        self.base.parent().unwrap_or(Path::new(""))
    }

    /// The scenario written in `tree`; or its text and mistakes.
    fn scenario(&self, tree: &Table) -> Result<Scenario, (String, Vec<Diagnostic>)> {
        let text = tree.to_string();
        scenario::read(&text, self.folder())
            .map(|reading| reading.scenario)
            .map_err(|mistakes| (text, mistakes))
    }

    /// The scenario in `tree` with every default written out, where `apply` needs it.
    fn filled(&self, tree: &Table, apply: Apply) -> Json {
        match apply {
            Apply::Set => Json::Null,
            _ => self.scenario(tree).map_or(Json::Null, |scenario| scenario.to_json()),
        }
    }

    /// The scenario of the case with these values, one an axis.
    ///
    /// # Errors
    /// What is wrong with the combination, in words.
    pub fn case(&self, values: &[Value]) -> Result<Scenario, String> {
        let mut tree = self.tree.clone();
        for (axis, value) in self.axes.iter().zip(values) {
            for path in &axis.paths {
                let filled = self.filled(&tree, axis.apply);
                path.apply(&mut tree, &filled, &axis.apply.edit(value))?;
            }
        }
        self.scenario(&tree).map_err(|(_, mistakes)| in_words(&mistakes))
    }

    /// The base scenario as it is written, with the fixed fields of the sweep; without its title, and without the places of bone
    /// files, which are matters of the machine.
    pub(crate) fn base_text(&self) -> String {
        let mut tree = self.tree.clone();
        tree.remove("title");
        if let Some(Value::Table(foot)) = tree.get_mut("foot") {
            foot.remove("bones");
        }
        tree.to_string()
    }

    /// The base scenario, with the fixed fields of the sweep.
    ///
    /// # Errors
    /// What is wrong with it, in words; never after a reading without mistakes.
    pub fn base_scenario(&self) -> Result<Scenario, String> {
        self.scenario(&self.tree).map_err(|(_, mistakes)| in_words(&mistakes))
    }
}

/// The errors among `mistakes`, with what would be accepted.
fn in_words(mistakes: &[Diagnostic]) -> String {
    let errors = mistakes.iter().filter(|mistake| mistake.severity == Severity::Error);
    let words = errors.map(|mistake| match &mistake.accepted {
        Some(accepted) => format!("{}; accepted: {accepted}", mistake.message),
        None => mistake.message.clone(),
    });
    words.collect::<Vec<_>>().join("; ")
}
