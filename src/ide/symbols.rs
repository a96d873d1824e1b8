//! The declarations of files.

use super::names::Occurrence;
use super::view::View;
use crate::text::{FileId, Location, Span};

/// A declaration with the declarations inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its name; the keyword if it has none.
    pub name: String,
    /// The keyword of its kind, or another word for it.
    pub kind: &'static str,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// The declarations inside.
    pub inside: Vec<Outline>,
}

/// The declarations of a file, as far as they can be read.
pub fn outline(view: &View<'_>, file: FileId) -> Vec<Outline> {
    let names = view.names.page(file).map_or(&[][..], |page| &page.names);
    let outlines = view.declarations(file).filter_map(|declaration| {
        let keyword = declaration.keyword()?;
        let kind = crate::model::kinds::find(keyword.text()).map_or("", |kind| kind.keyword);
        let span = declaration.node.span();
        let name = declaration.head().nth(1).unwrap_or(keyword);
        let from = names.partition_point(|one| one.span.start < span.start);
        let here = names.get(from..).unwrap_or_default().iter().take_while(|one| one.span.start <= span.end);
        let inner = |one: &&Occurrence| one.declares && span.contains(one.span) && one.span != name.span();
        let inside = here.filter(inner).map(|one| Outline {
            name: one.name.to_string(),
            kind: one.kind,
            span: one.span,
            name_span: one.span,
            inside: Vec::new(),
        });
        let shown = name.name().map_or_else(|| keyword.text().to_owned(), std::borrow::Cow::into_owned);
        Some(Outline { name: shown, kind, span, name_span: name.span(), inside: inside.collect() })
    });
    outlines.collect()
}

/// The maximum number of symbols; the others come as the user types more.
pub const MOST: usize = 1000;

/// The declarations of all files whose name contains the letters of `asked`, in their order; the first of them if there
/// are very many.
pub fn search<'a>(view: &View<'a>, asked: &str) -> Vec<(Location, &'a Occurrence)> {
    let asked = asked.to_lowercase();
    let fits = |name: &Occurrence| {
        let name = name.name.to_lowercase();
        let mut rest = name.chars();
        asked.chars().all(|wanted| rest.any(|letter| letter == wanted))
    };
    view.names.declared().filter(|(_, name)| fits(name)).take(MOST).collect()
}
