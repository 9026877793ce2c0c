//! Walks a parsed TOML tree along the description and collects values and mistakes.

use super::description::{SCENARIO, keys_of};
use super::diagnostic::Diagnostic;
use super::field::{Fallback, Field, Kind};
use super::nearest::nearest;
use super::values::{Entry, Given, Span, Value};
use super::{misread, words};
use crate::Ray;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Collects what a file says and what is wrong with it.
pub(super) struct Walk {
    pub(super) mistakes: Vec<Diagnostic>,
    /// Whether missing keys are mistakes; they are not where the file itself could only be read in part.
    pub(super) complete: bool,
}

impl Walk {
    /// Reads `table`, called `name` ("[contact]"; empty for the whole file), along `fields`.
    pub(super) fn table(
        &mut self,
        name: &str,
        fields: &'static [Field],
        table: &DeTable<'_>,
        span: Span,
    ) -> Given {
        let mut given = Given { span: span.clone(), ..Given::default() };
        for (key, value) in table {
            match fields.iter().find(|field| field.key == key.get_ref()) {
                Some(field) => {
                    let entry = Entry {
                        key_span: key.span(),
                        span: value.span(),
                        value: self.value(name, field, value),
                    };
                    given.entries.insert(field.key, entry);
                }
                None => self.unknown_key(name, fields, key.get_ref(), key.span()),
            }
        }
        self.missing_keys(name, fields, &given, &span);
        given
    }

    fn missing_keys(&mut self, name: &str, fields: &[Field], given: &Given, span: &Span) {
        let missing =
            |field: &&Field| matches!(field.fallback, Fallback::Required) && given.entry(field).is_none();
        for field in fields.iter().filter(missing).filter(|_| self.complete) {
            let mistake =
                Diagnostic::error(span.clone(), format!("`{}` is missing{}", field.key, inside(name)));
            self.mistakes.push(mistake.accepting(accepted(field)));
        }
    }

    fn unknown_key(&mut self, name: &str, fields: &[Field], key: &str, span: Span) {
        let mistake =
            Diagnostic::error(span, format!("unknown key `{}`{}", words::shortened(key), inside(name)));
        let keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
        let mistake = match (nearest(key, keys.iter().copied()), home_of(key)) {
            (Some(near), _) => mistake.hinting(format!("did you mean `{near}`?")),
            (None, Some(home)) => mistake.hinting(format!("`{key}` belongs in {home}")),
            (None, None) => mistake,
        };
        let accepted = match keys.len() {
            0..=12 => words::list(keys.iter().map(|key| format!("`{key}`"))),
            count => format!("one of {count} keys, see `osteotome schema scenario`"),
        };
        self.mistakes.push(mistake.accepting(accepted));
    }

    fn value(&mut self, name: &str, field: &'static Field, value: &Spanned<DeValue<'_>>) -> Value {
        let span = value.span();
        match (field.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) => Value::Text(text.to_string()),
            (Kind::Choice(choices), DeValue::String(text)) => self.choice(field, choices, text, span),
            (Kind::Number { .. } | Kind::Integer { .. }, DeValue::Integer(_) | DeValue::Float(_)) => {
                self.number(name, field, value.get_ref(), span)
            }
            (Kind::Rays, DeValue::Array(array)) => self.rays(field, array, span),
            (Kind::Words(choices), DeValue::Array(array)) => self.words(field, choices, array),
            (Kind::Direction, DeValue::Array(array)) => self.direction(field, array, span),
            (Kind::BoneFiles, DeValue::Table(table)) => self.bone_files(table, span),
            (Kind::Table(fields), DeValue::Table(table)) => {
                Value::Table(self.table(&header(name, field), fields, table, span))
            }
            (Kind::Tables(fields), DeValue::Array(array)) => self.tables(field, fields, array),
            (_, other) => self.wrong_type(field, other, span),
        }
    }

    fn choice(&mut self, field: &Field, choices: &'static [&'static str], text: &str, span: Span) -> Value {
        if choices.contains(&text) {
            return Value::Text(text.to_owned());
        }
        let mistake = Diagnostic::error(
            span,
            format!("`{}` is \"{}\", which is not known", field.key, words::shortened(text)),
        );
        let mistake = match nearest(text, choices.iter().copied()) {
            Some(near) => mistake.hinting(format!("did you mean \"{near}\"?")),
            None => mistake,
        };
        self.fail(mistake.accepting(accepted(field)))
    }

    fn words(&mut self, field: &Field, choices: &'static [&'static str], array: &DeArray<'_>) -> Value {
        let mut words = Vec::new();
        let before = self.mistakes.len();
        for item in array {
            match item.get_ref() {
                DeValue::String(text) => {
                    if let Value::Text(word) = self.choice(field, choices, text, item.span()) {
                        words.push(word);
                    }
                }
                other => {
                    self.wrong_type(field, other, item.span());
                }
            }
        }
        if self.mistakes.len() > before { Value::Faulty } else { Value::Words(words) }
    }

    fn number(&mut self, name: &str, field: &Field, value: &DeValue<'_>, span: Span) -> Value {
        let number = words::number(value).unwrap_or(f64::NAN);
        let whole = matches!(field.kind, Kind::Integer { .. });
        if !number.is_finite() {
            let message =
                format!("`{}`{} is {}, not a finite number", field.key, inside(name), words::written(value));
            return self.fail(Diagnostic::error(span, message).accepting(accepted(field)));
        }
        if whole && !matches!(value, DeValue::Integer(_)) {
            let message =
                format!("`{}`{} is {}, not a whole number", field.key, inside(name), words::written(value));
            return self.fail(Diagnostic::error(span, message).accepting(accepted(field)));
        }
        let [minimum, maximum] = range(field);
        if (minimum..=maximum).contains(&number) {
            return Value::Number(number);
        }
        let beyond = if number < minimum { "too small" } else { "too large" };
        let message =
            format!("`{}`{} is {}, which is {beyond}", field.key, inside(name), field.quantity(number));
        let mistake = Diagnostic::error(span, message).accepting(accepted(field));
        let hint = misread::unit_hint(field, number, [minimum, maximum]);
        self.fail(match (hint, field.advice) {
            (Some(hint), _) => mistake.hinting(hint),
            (None, "") => mistake,
            (None, advice) => mistake.hinting(advice),
        })
    }

    fn rays(&mut self, field: &Field, array: &DeArray<'_>, span: Span) -> Value {
        let mut rays: Vec<(Ray, Span)> = Vec::new();
        let before = self.mistakes.len();
        for item in array {
            let Some(ray) = self.ray(field, item) else { continue };
            match rays.iter().find(|(known, _)| *known == ray) {
                None => rays.push((ray, item.span())),
                Some((_, first)) => self.mistakes.push(
                    Diagnostic::error(item.span(), format!("`{}` names {ray} twice", field.key))
                        .accepting("each ray once")
                        .relating(first.clone(), "already here"),
                ),
            }
        }
        if rays.is_empty() && self.mistakes.len() == before {
            let message = format!("`{}` is empty", field.key);
            self.mistakes.push(Diagnostic::error(span, message).accepting(accepted(field)));
        }
        if self.mistakes.len() > before { Value::Faulty } else { Value::Rays(rays) }
    }

    fn ray(&mut self, field: &Field, item: &Spanned<DeValue<'_>>) -> Option<Ray> {
        let name = item.get_ref().as_str().unwrap_or_default();
        let found = ray_named(name);
        if found.is_none() {
            let message =
                format!("`{}` names {}, which is not a ray", field.key, words::written(item.get_ref()));
            let mistake = Diagnostic::error(item.span(), message).accepting("\"M1\" to \"M5\"");
            self.mistakes.push(match ray_meant(item.get_ref()) {
                Some(ray) => mistake.hinting(format!("did you mean \"{ray}\"?")),
                None => mistake,
            });
        }
        found
    }

    fn direction(&mut self, field: &Field, array: &DeArray<'_>, span: Span) -> Value {
        let numbers: Option<Vec<f64>> = array
            .iter()
            .map(|item| words::number(item.get_ref()).filter(|number| number.is_finite()))
            .collect();
        let components: Option<[f64; 3]> = numbers.and_then(|numbers| numbers.try_into().ok());
        match components {
            Some(direction) if direction.iter().any(|component| *component != 0.0) => {
                Value::Direction(direction)
            }
            Some(_) => self.fail(
                Diagnostic::error(span, format!("`{}` is [0, 0, 0], which is no direction", field.key))
                    .accepting(accepted(field)),
            ),
            None => self.fail(
                Diagnostic::error(span, format!("`{}` is not a list of three finite numbers", field.key))
                    .accepting(accepted(field)),
            ),
        }
    }

    fn bone_files(&mut self, table: &DeTable<'_>, span: Span) -> Value {
        let mut files = Vec::new();
        let before = self.mistakes.len();
        for (key, value) in table {
            match (ray_named(key.get_ref()), value.get_ref()) {
                (Some(ray), DeValue::String(path)) => files.push((ray, path.to_string(), value.span())),
                (Some(ray), other) => {
                    let message = format!("`bones.{ray}` is {}, not a path", words::article(other));
                    let mistake = Diagnostic::error(value.span(), message);
                    self.mistakes.push(mistake.accepting("text: the path of a surface file"));
                }
                (None, _) => self.mistakes.push(
                    Diagnostic::error(
                        key.span(),
                        format!("`bones` has `{}`, which is not a ray", words::shortened(key.get_ref())),
                    )
                    .accepting("`M1` to `M5`"),
                ),
            }
        }
        if files.is_empty() && self.mistakes.len() == before {
            let mistake = Diagnostic::error(span, "`bones` is empty");
            self.mistakes.push(mistake.accepting("at least one ray: `{ M2 = \"M2.stl\" }`"));
        }
        if self.mistakes.len() > before { Value::Faulty } else { Value::BoneFiles(files) }
    }

    fn tables(&mut self, field: &'static Field, fields: &'static [Field], array: &DeArray<'_>) -> Value {
        let name = format!("[[{}]]", field.key);
        let mut tables = Vec::new();
        for item in array {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(self.table(&name, fields, table, item.span())),
                other => {
                    self.wrong_type(field, other, item.span());
                }
            }
        }
        Value::Tables(tables)
    }

    fn wrong_type(&mut self, field: &Field, value: &DeValue<'_>, span: Span) -> Value {
        let message = format!("`{}` is {}, not {}", field.key, words::article(value), words::expected(field));
        let mistake = Diagnostic::error(span, message).accepting(accepted(field));
        self.fail(match misread::type_hint(field, value) {
            Some(hint) => mistake.hinting(hint),
            None => mistake,
        })
    }

    fn fail(&mut self, mistake: Diagnostic) -> Value {
        self.mistakes.push(mistake);
        Value::Faulty
    }
}

/// The ray that is written `name`.
pub(super) fn ray_named(name: &str) -> Option<Ray> {
    Ray::ALL.into_iter().find(|ray| ray.to_string() == name)
}

/// The ray that somebody meant who wrote 2 or "m2" or "2".
fn ray_meant(value: &DeValue<'_>) -> Option<Ray> {
    let text = match value {
        DeValue::String(text) => text.trim().to_uppercase(),
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        _ => return None,
    };
    ray_named(&format!("M{}", text.trim_start_matches("MT").trim_start_matches('M')))
}

/// The section in which `key` is known, as it is written in a file.
fn home_of(key: &str) -> Option<String> {
    let holds = |field: &Field| keys_of(field).iter().any(|inner| inner.key == key);
    if SCENARIO.iter().any(|field| field.key == key) {
        return Some("the file itself, outside the tables".to_owned());
    }
    SCENARIO.iter().find_map(|section| {
        let inner = keys_of(section).iter().find(|inner| holds(inner));
        match (holds(section), inner, section.kind) {
            (true, _, Kind::Tables(_)) => Some(format!("[[{}]]", section.key)),
            (true, _, _) => Some(format!("[{}]", section.key)),
            (false, Some(inner), _) => Some(format!("`{}` of [{}]", inner.key, section.key)),
            (false, None, _) => None,
        }
    })
}

/// How a table is written: "[burr]" at the top of a file, "`burr`" inside another table.
fn header(outer: &str, field: &Field) -> String {
    if outer.is_empty() { format!("[{}]", field.key) } else { format!("`{}`", field.key) }
}

/// " in [contact]", or nothing for the whole file.
fn inside(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" in {name}") }
}

/// The closed range of a number.
pub(super) fn range(field: &Field) -> [f64; 2] {
    match field.kind {
        Kind::Number { minimum, maximum } => [minimum, maximum],
        #[expect(clippy::cast_precision_loss, reason = "bounds of whole numbers are small")]
        Kind::Integer { minimum, maximum } => [minimum as f64, maximum as f64],
        _ => [f64::NEG_INFINITY, f64::INFINITY],
    }
}

/// What a key accepts, in words.
pub(super) fn accepted(field: &Field) -> String {
    let [minimum, maximum] = range(field);
    match field.kind {
        Kind::Text => "text in quotes".to_owned(),
        Kind::Choice(choices) => words::list(choices.iter().map(|choice| format!("\"{choice}\""))),
        Kind::Words(choices) => {
            format!("a list of {}", words::list(choices.iter().map(|choice| format!("\"{choice}\""))))
        }
        Kind::Number { .. } => format!("{} to {}", words::plain(minimum), field.quantity(maximum)),
        Kind::Integer { .. } if maximum - minimum == 1.0 => format!("{minimum} or {maximum}"),
        Kind::Integer { .. } => format!("{minimum} to {maximum}"),
        Kind::Rays => "a list of rays, \"M1\" to \"M5\", each once: [\"M2\", \"M3\"]".to_owned(),
        Kind::Direction => "three numbers, not all zero: [1.0, 0.0, 0.0]".to_owned(),
        Kind::BoneFiles => "a table from ray to file: { M2 = \"M2.stl\" }".to_owned(),
        Kind::Table(fields) => format!("a table with {}", words::keys(fields)),
        Kind::Tables(fields) => format!("[[{}]] with {}", field.key, words::keys(fields)),
    }
}
