//! Figures as SVG: axes with ticks, points, bars, cells, text.

use super::layout::{LINE_PX, lines, width_px};
use std::fmt::Write;

/// Width of a figure, px.
const WIDTH: f64 = 330.0;
/// Height of what is inside the axes, px.
const PLOT: f64 = 166.0;
const RIGHT: f64 = 12.0;
/// Widest name of a row, px.
const WIDEST_ROW: f64 = 78.0;

/// Colours that also people who do not see red and green tell apart (Okabe and Ito 2008).
pub(super) const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// What stands along an axis.
pub(super) enum Ticks<'a> {
    /// Round numbers.
    Numbers,
    /// One name at 0, 1, 2, ….
    Names(&'a [String]),
}

/// An axis of a figure.
pub(super) struct Scale<'a> {
    /// Least and greatest value.
    pub(super) range: [f64; 2],
    /// What stands along it.
    pub(super) ticks: Ticks<'a>,
    /// What it shows, with the unit.
    pub(super) name: &'a str,
}

/// A figure with a horizontal and a vertical axis, in the units of the data.
pub(super) struct Figure {
    x: [f64; 2],
    y: [f64; 2],
    left: f64,
    top: f64,
    height: f64,
    body: String,
}

/// Text that may stand in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A number with three significant digits.
pub(super) fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number == 0.0 { "0".into() } else { "–".into() };
    }
    let digits = 2 - number.abs().log10().floor() as i32;
    if (0..=6).contains(&digits) {
        let text = format!("{number:.*}", usize::try_from(digits).unwrap_or(0));
        return if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        };
    }
    format!("{number:.2e}")
}

impl<'a> Scale<'a> {
    /// An axis of numbers that reaches a little beyond the least and the greatest.
    pub(super) fn numbers(name: &'a str, range: [f64; 2]) -> Self {
        Self { range: widened(range), ticks: Ticks::Numbers, name }
    }

    /// An axis of names, each in the middle of its share.
    pub(super) fn names(name: &'a str, names: &'a [String]) -> Self {
        Self { range: [-0.5, names.len() as f64 - 0.5], ticks: Ticks::Names(names), name }
    }

    /// The lines of text at each tick, if each has so much room.
    fn labels(&self, room_px: f64) -> Vec<(f64, Vec<String>)> {
        match self.ticks {
            Ticks::Numbers => ticks(self.range).into_iter().map(|(tick, text)| (tick, vec![text])).collect(),
            Ticks::Names(names) => {
                names.iter().enumerate().map(|(place, name)| (place as f64, lines(name, room_px))).collect()
            }
        }
    }
}

impl Figure {
    /// A figure with its title and axes; as much room as their texts need.
    pub(super) fn new(title: &str, x: &Scale, y: &Scale) -> Self {
        let row_labels = y.labels(WIDEST_ROW);
        let widest =
            row_labels.iter().flat_map(|(_, lines)| lines).map(|line| width_px(line)).fold(20.0, f64::max);
        let left = 22.0 + widest;
        let across = WIDTH - left - RIGHT;
        let room = match x.ticks {
            Ticks::Names(names) => across / names.len().max(1) as f64 - 4.0,
            Ticks::Numbers => across,
        };
        let labels = x.labels(room);
        let title = lines(title, WIDTH - 20.0);
        let name = lines(x.name, across);
        let deepest = labels.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        let top = 10.0 + LINE_PX * title.len() as f64;
        let height = top + PLOT + 12.0 + LINE_PX * (deepest + name.len()) as f64;
        let mut figure = Self { x: x.range, y: y.range, left, top, height, body: String::new() };
        figure.text("title", 10.0, 4.0 + LINE_PX, &title);
        figure.rows(&row_labels, matches!(y.ticks, Ticks::Numbers));
        figure.vertical_name(&lines(y.name, PLOT));
        figure.columns(&labels);
        let below = top + PLOT + 10.0 + LINE_PX * (deepest + 1) as f64;
        figure.text("middle", left + 0.5 * across, below, &name);
        figure
    }

    /// Horizontal place of a value, px.
    fn across(&self, x: f64) -> f64 {
        self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * (WIDTH - self.left - RIGHT)
    }

    /// Vertical place of a value, px.
    fn down(&self, y: f64) -> f64 {
        self.top + PLOT - (y - self.y[0]) / (self.y[1] - self.y[0]) * PLOT
    }

    /// Lines of text below each other.
    fn text(&mut self, class: &str, x: f64, y: f64, lines: &[String]) {
        for (line, place) in lines.iter().zip(0_u32..) {
            let y = y + LINE_PX * f64::from(place);
            let _ = write!(
                self.body,
                "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
                escaped(line)
            );
        }
    }

    /// What stands along the vertical axis, with lines across for numbers.
    fn rows(&mut self, labels: &[(f64, Vec<String>)], with_lines: bool) {
        for (at, lines) in labels {
            let y = self.down(*at);
            if with_lines {
                let _ = write!(
                    self.body,
                    "<line class=\"grid\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
                    self.left,
                    WIDTH - RIGHT
                );
            }
            self.text("end", self.left - 5.0, y + 3.5 - 0.5 * LINE_PX * (lines.len() as f64 - 1.0), lines);
        }
    }

    fn vertical_name(&mut self, lines: &[String]) {
        let middle = self.top + 0.5 * PLOT;
        let _ = write!(
            self.body,
            "<text class=\"middle\" transform=\"translate(11 {middle:.1}) rotate(-90)\">{}</text>",
            escaped(&lines.join(" "))
        );
    }

    /// What stands along the horizontal axis.
    fn columns(&mut self, labels: &[(f64, Vec<String>)]) {
        let y = self.top + PLOT;
        let _ = write!(
            self.body,
            "<line class=\"axis\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
            self.left,
            WIDTH - RIGHT
        );
        for (at, lines) in labels {
            let x = self.across(*at);
            let _ = write!(
                self.body,
                "<line class=\"axis\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{y:.1}\" y2=\"{:.1}\"/>",
                y + 4.0
            );
            self.text("middle", x, y + 15.0, lines);
        }
    }

    /// Small dots, all of one colour.
    pub(super) fn cloud(&mut self, points: &[(f64, f64)], colour: &str) {
        let places: String =
            points.iter().map(|(x, y)| format!("M{:.1},{:.1}h0", self.across(*x), self.down(*y))).collect();
        if !places.is_empty() {
            let _ = write!(self.body, "<path class=\"cloud\" stroke=\"{colour}\" d=\"{places}\"/>");
        }
    }

    /// A dot.
    pub(super) fn dot(&mut self, x: f64, y: f64, radius: f64, colour: &str, opacity: f64) {
        let (x, y) = (self.across(x), self.down(y));
        let _ = write!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>"
        );
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], colour: &str) {
        let places: Vec<String> =
            points.iter().map(|(x, y)| format!("{:.1},{:.1}", self.across(*x), self.down(*y))).collect();
        let _ = write!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"/>",
            places.join(" ")
        );
    }

    /// A vertical interval at `x`.
    pub(super) fn interval(&mut self, x: f64, [low, high]: [f64; 2], colour: &str) {
        let (x, low, high) = (self.across(x), self.down(low), self.down(high));
        let _ = write!(
            self.body,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{low:.1}\" y2=\"{high:.1}\" stroke=\"{colour}\" stroke-width=\"1.4\"/>"
        );
    }

    /// A bar or a cell between two values of each axis, with a note that shows when it is pointed at.
    pub(super) fn block(&mut self, x: [f64; 2], y: [f64; 2], colour: &str, note: &str) {
        let (left, right) = (self.across(x[0]), self.across(x[1]));
        let (top, bottom) = (self.down(y[1]), self.down(y[0]));
        let _ = write!(
            self.body,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\"><title>{}</title></rect>",
            (right - left).max(0.3),
            (bottom - top).max(0.0),
            escaped(note)
        );
    }

    /// Text in the middle of a cell.
    pub(super) fn label(&mut self, x: f64, y: f64, text: &str, colour: &str) {
        let (x, y) = (self.across(x), self.down(y) + 3.5);
        let _ = write!(
            self.body,
            "<text class=\"middle\" x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\">{}</text>",
            escaped(text)
        );
    }

    /// The figure as an element of a page.
    pub(super) fn element(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {0:.0}\" width=\"{WIDTH}\" height=\"{0:.0}\" role=\"img\">{1}</svg>\n",
            self.height, self.body
        )
    }
}

/// Least and greatest of finite values; 0 and 1 if there are none.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let finite = values.filter(|value| value.is_finite());
    let [low, high] =
        finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(v), high.max(v)]);
    if low <= high { [low, high] } else { [0.0, 1.0] }
}

fn widened_if_empty([low, high]: [f64; 2]) -> [f64; 2] {
    if high > low { [low, high] } else { [low - 0.5, high + 0.5] }
}

fn widened(range: [f64; 2]) -> [f64; 2] {
    let [low, high] = widened_if_empty(range);
    let margin = 0.05 * (high - low);
    [low - margin, high + margin]
}

/// Round values within a range, at steps of 1, 2 or 5 times a power of ten, each as a text that differs from its neighbours'.
fn ticks([low, high]: [f64; 2]) -> Vec<(f64, String)> {
    let rough = (high - low) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).map(|place| (place as f64 * step, tick_text(place as f64 * step, step))).collect()
}

/// A number with the digits that a step of this size changes.
fn tick_text(value: f64, step: f64) -> String {
    let digits = -(step.log10() + 1e-9).floor() as i32;
    if value == 0.0 {
        return "0".to_owned();
    }
    match usize::try_from(digits.max(0)) {
        Ok(digits) if digits <= 6 && value.abs() < 1e6 => format!("{value:.digits$}"),
        _ => {
            let more = (value.abs() / step).log10().ceil().max(0.0) as usize;
            format!("{value:.more$e}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let texts = |range| ticks(range).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts([0.0, 1.0]), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts([-3.0, 17.0]), ["0", "5", "10", "15"]);
    }

    #[test]
    fn no_two_ticks_are_called_alike() {
        for range in
            [[0.9, 1.1], [0.999_99, 1.000_01], [1000.0, 1001.0], [-2e-9, 3e-9], [1e8, 2e8], [1e8, 1e8 + 1.0]]
        {
            let mut texts: Vec<String> = ticks(range).into_iter().map(|(_, text)| text).collect();
            let count = texts.len();
            texts.dedup();
            assert!(count >= 2 && texts.len() == count, "{range:?}: {texts:?}");
        }
    }

    #[test]
    fn numbers_are_short() {
        let texts = [0.0, 0.5, 123.456, -0.01234, 1e9, f64::NAN].map(short);
        assert_eq!(texts, ["0", "0.5", "123", "-0.0123", "1.00e9", "–"]);
    }

    #[test]
    fn foreign_text_cannot_leave_its_place() {
        assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
