//! Aligned tables for people: names in the first line, units in the second.

/// A column: its name, the unit under it, and how many digits follow the point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) unit: &'static str,
}

/// Renders rows under their columns; the first column is flush left, all others flush right.
pub(crate) fn render(columns: &[Column<'_>], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell));
            cells.chain([width(column.name), width(column.unit)]).max().unwrap_or(0)
        })
        .collect();
    let names = line(&widths, columns.iter().map(|column| column.name));
    let units = line(&widths, columns.iter().map(|column| column.unit));
    let body = rows.iter().map(|row| line(&widths, row.iter().map(String::as_str)));
    [names, units].into_iter().chain(body).collect::<Vec<_>>().join("\n")
}

fn line<'c>(widths: &[usize], cells: impl Iterator<Item = &'c str>) -> String {
    let padded: Vec<String> = widths
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(index, (column, cell))| {
            let space = " ".repeat(column - width(cell));
            if index == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        })
        .collect();
    padded.join("  ").trim_end().to_owned()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A number with `digits` after the point, without a minus before zero.
pub(crate) fn fixed(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let is_zero = text.chars().all(|character| matches!(character, '-' | '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{Column, fixed, render};

    #[test]
    fn columns_are_aligned_whatever_the_script() {
        let columns = [Column { name: "head", unit: "" }, Column { name: "area", unit: "mm²" }];
        let rows = [vec!["M2".to_owned(), "7.5".to_owned()], vec!["M10".to_owned(), "1234.5".to_owned()]];
        assert_eq!(render(&columns, &rows), "head    area\n         mm²\nM2       7.5\nM10   1234.5");
    }

    #[test]
    fn no_negative_zero() {
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(-0.01, 2), "-0.01");
    }
}
