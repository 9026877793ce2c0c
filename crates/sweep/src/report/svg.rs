//! Figures as SVG: axes with ticks, points, bars, cells, text.

use std::fmt::Write;

/// Width of a figure, px.
pub(super) const WIDTH: f64 = 330.0;
/// Height of a figure, px.
pub(super) const HEIGHT: f64 = 230.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 40.0;

/// Colours that also people who do not see red and green tell apart (Okabe and Ito 2008).
pub(super) const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// A figure with a horizontal and a vertical axis, in the units of the data.
pub(super) struct Figure {
    x: [f64; 2],
    y: [f64; 2],
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

impl Figure {
    /// A figure whose axes reach from the least to the greatest of the values, with a margin above and below.
    pub(super) fn new(title: &str, x: [f64; 2], y: [f64; 2]) -> Self {
        let y = widened(y);
        let mut figure = Self { x: widened_if_empty(x), y, body: String::new() };
        let _ = write!(figure.body, "<text class=\"title\" x=\"{LEFT}\" y=\"14\">{}</text>", escaped(title));
        figure
    }

    /// Horizontal place of a value, px.
    fn across(&self, x: f64) -> f64 {
        LEFT + (x - self.x[0]) / (self.x[1] - self.x[0]) * (WIDTH - LEFT - RIGHT)
    }

    /// Vertical place of a value, px.
    fn down(&self, y: f64) -> f64 {
        HEIGHT - BOTTOM - (y - self.y[0]) / (self.y[1] - self.y[0]) * (HEIGHT - TOP - BOTTOM)
    }

    /// Draws the vertical axis with ticks and name.
    pub(super) fn vertical_axis(&mut self, name: &str) {
        for tick in ticks(self.y) {
            let y = self.down(tick);
            let _ = write!(
                self.body,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 5.0,
                y + 3.5,
                short(tick)
            );
        }
        let _ = write!(
            self.body,
            "<text class=\"middle\" transform=\"translate(11 {:.1}) rotate(-90)\">{}</text>",
            0.5 * (HEIGHT - BOTTOM + TOP),
            escaped(name)
        );
    }

    /// Draws the horizontal axis of numbers with ticks and name.
    pub(super) fn horizontal_axis(&mut self, name: &str) {
        for tick in ticks(self.x) {
            self.tick(tick, &short(tick));
        }
        self.horizontal_name(name);
    }

    /// Draws the horizontal axis of names: one at 0, 1, 2, ….
    pub(super) fn named_axis(&mut self, names: &[String], name: &str) {
        let most = (70 / names.len().max(1)).max(3);
        for (place, text) in names.iter().enumerate() {
            let text: String = text.chars().take(most).collect();
            self.tick(place as f64, &text);
        }
        self.horizontal_name(name);
    }

    fn tick(&mut self, at: f64, text: &str) {
        let (x, y) = (self.across(at), HEIGHT - BOTTOM);
        let _ = write!(
            self.body,
            "<line class=\"axis\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{y}\" y2=\"{}\"/><text class=\"middle\" x=\"{x:.1}\" y=\"{}\">{}</text>",
            y + 4.0,
            y + 15.0,
            escaped(text)
        );
    }

    fn horizontal_name(&mut self, name: &str) {
        let y = HEIGHT - BOTTOM;
        let _ = write!(
            self.body,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT,
            0.5 * (LEFT + WIDTH - RIGHT),
            HEIGHT - 8.0,
            escaped(name)
        );
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

    /// Text left of the vertical axis, at a value of it.
    pub(super) fn left_label(&mut self, y: f64, text: &str) {
        let y = self.down(y) + 3.5;
        let text: String = text.chars().take(9).collect();
        let _ = write!(
            self.body,
            "<text class=\"end\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            LEFT - 5.0,
            escaped(&text)
        );
    }

    /// The figure as an element of a page.
    pub(super) fn element(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\">{}</svg>\n",
            self.body
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

/// Round values within a range: at steps of 1, 2 or 5 times a power of ten.
fn ticks([low, high]: [f64; 2]) -> Vec<f64> {
    let rough = (high - low) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).map(|place| place as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks([0.0, 1.0]), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks([-3.0, 17.0]), [0.0, 5.0, 10.0, 15.0]);
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
