//! The table that is printed.

use std::fmt;

/// One figure, with what it is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    name: String,
    ours: String,
    theirs: String,
    outcome: Outcome,
}

#[derive(Debug, Clone)]
enum Outcome {
    /// A figure without a bar.
    Figure(f64),
    /// What is at most allowed.
    AtMost {
        figure: f64,
        bar: f64,
    },
    /// Nothing but this is right.
    Exactly {
        figure: f64,
        wanted: f64,
    },
    NotMeasured(String),
}

/// All rows, in the order they were measured.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Row {
    /// A figure that is told and not judged.
    pub(crate) fn figure(name: &str, ours: String, theirs: String, figure: f64) -> Self {
        Self::new(name, ours, theirs, Outcome::Figure(figure))
    }

    /// A figure that may be this high.
    pub(crate) fn at_most(name: &str, ours: String, theirs: String, figure: f64, bar: f64) -> Self {
        Self::new(name, ours, theirs, Outcome::AtMost { figure, bar })
    }

    /// A count that has to be just this.
    pub(crate) fn exactly(name: &str, ours: String, figure: usize, wanted: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let (figure, wanted) = (figure as f64, wanted as f64);
        Self::new(
            name,
            ours,
            String::new(),
            Outcome::Exactly { figure, wanted },
        )
    }

    /// Something that could not be measured, which meets no bar.
    pub(crate) fn not_measured(name: &str, why: &str) -> Self {
        let outcome = Outcome::NotMeasured(why.to_owned());
        Self::new(name, String::new(), String::new(), outcome)
    }

    fn new(name: &str, ours: String, theirs: String, outcome: Outcome) -> Self {
        Self {
            name: name.to_owned(),
            ours,
            theirs,
            outcome,
        }
    }

    fn met(&self) -> bool {
        match self.outcome {
            Outcome::Figure(_) => true,
            Outcome::AtMost { figure, bar } => figure <= bar,
            // Both are small counts, or the highest and the wanted one of them.
            Outcome::Exactly { figure, wanted } => (figure - wanted).abs() < f64::EPSILON,
            Outcome::NotMeasured(_) => false,
        }
    }

    fn cells(&self) -> [String; 6] {
        let (figure, bar) = match &self.outcome {
            Outcome::Figure(figure) => (format!("{figure:.2}"), String::new()),
            Outcome::AtMost { figure, bar } => (format!("{figure:.2}"), format!("≤ {bar}")),
            Outcome::Exactly { figure, wanted } => (format!("{figure}"), format!("{wanted}")),
            Outcome::NotMeasured(why) => (format!("not measured: {why}"), String::new()),
        };
        let verdict = match (&self.outcome, self.met()) {
            (Outcome::Figure(_), _) => "",
            (_, true) => "met",
            (_, false) => "MISSED",
        };
        let (ours, theirs) = (self.ours.clone(), self.theirs.clone());
        [
            self.name.clone(),
            ours,
            theirs,
            figure,
            bar,
            verdict.to_owned(),
        ]
    }
}

impl Table {
    /// Puts rows behind those that are there.
    pub(crate) fn extend(&mut self, rows: Vec<Row>) {
        self.0.extend(rows);
    }

    /// Whether something was measured, and no bar is missed.
    pub(crate) fn all_met(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(Row::met)
    }
}

/// In Markdown, with columns of even width.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["what", "ours", "beside it", "ratio", "bar", ""].map(str::to_owned);
        let rows: Vec<[String; 6]> = self.0.iter().map(Row::cells).collect();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| {
                let cells = std::iter::once(&head).chain(&rows);
                let lengths = cells.filter_map(|row| Some(row.get(column)?.chars().count()));
                lengths.max().unwrap_or_default()
            })
            .collect();
        line(f, &head, &widths)?;
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        line(f, &rule, &widths)?;
        rows.iter().try_for_each(|row| line(f, row, &widths))
    }
}

fn line(f: &mut fmt::Formatter<'_>, cells: &[String], widths: &[usize]) -> fmt::Result {
    for (cell, &width) in cells.iter().zip(widths) {
        write!(f, "| {cell:<width$} ")?;
    }
    writeln!(f, "|")
}

#[cfg(test)]
mod tests {
    use super::{Row, Table};

    fn table(rows: Vec<Row>) -> Table {
        let mut table = Table::default();
        table.extend(rows);
        table
    }

    #[test]
    fn a_bar_is_met_up_to_itself() {
        let at = |figure| Row::at_most("a", String::new(), String::new(), figure, 1.5);
        assert!(table(vec![at(1.5)]).all_met());
        assert!(!table(vec![at(1.5), at(1.51)]).all_met());
        assert!(!table(vec![at(f64::NAN)]).all_met());
    }

    #[test]
    fn a_count_is_met_by_itself_alone() {
        let count = |figure| Row::exactly("a", String::new(), figure, 1);
        assert!(table(vec![count(1)]).all_met());
        assert!(!table(vec![count(0)]).all_met());
        assert!(!table(vec![count(2)]).all_met());
    }

    #[test]
    fn what_was_not_measured_meets_nothing() {
        assert!(!Table::default().all_met());
        let table = table(vec![Row::not_measured("a", "no reason")]);
        assert!(!table.all_met());
        assert!(table.to_string().contains("no reason"), "{table}");
        assert!(table.to_string().contains("MISSED"), "{table}");
    }
}
