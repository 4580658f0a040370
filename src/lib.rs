mod config;
mod date;
mod diag;
mod fields;
mod gate;
mod model;
mod parse;
mod path;
pub mod pipeline;
mod relate;
mod rules;
mod source;
mod text;
pub use config::Audience;

pub fn debug_check(dir: &str) {
    let input = pipeline::BuildInput {
        site: dir.into(),
        audience: Audience::Public,
        drafts: false,
        today: jiff::civil::date(2026, 11, 22),
    };
    match pipeline::load(&input) {
        Err(f) => println!("{}", f.text(diag::Lang::Vi)),
        Ok(l) => {
            let printer = diag::Printer::new(&l.tree, diag::Lang::Vi, false);
            let found = pipeline::levelled(l.diagnostics, &l.edition.config);
            for d in &found {
                println!("{}\n", printer.print(d));
            }
            println!("{}", diag::counts_line(&found, diag::Lang::Vi));
            let n: usize = l.edition.content.organisations.iter().map(|(id, _)| l.edition.assignments(id).len()).sum();
            println!("{n} assignments, {} events, {} cited", l.edition.calendar.len(), l.edition.basis.cited.len());
            for c in &l.edition.basis.cited {
                println!("{} {:?}", c.id, c.title);
            }
        }
    }
}
