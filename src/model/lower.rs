//! From declarations to the program's shapes, one file per kind. Names are not resolved here.

use super::codes;
use super::kind::{DeclarationKind, each_kind};
use super::kinds::{self, Body, Kind};
use super::list::List;
use super::names::{ForeignName, Names};
use super::organisation::Organisation;
use super::program::Head;
use super::reader::{Language, Reader};
use super::unread::Unread;
use super::waiver::{BadWaiver, Waiver};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::syntax::ast::{self, Atom, Block, Declaration, Phrase};
use crate::syntax::{self, NodeKind, TokenKind, Tree, text_value};
use crate::text::{FileId, Source, Span};

macro_rules! lowered {
    (
        { $($own:tt)* }
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart #[$apart_doc:meta] $apart:ident [$apart_file:ident::$apart_description:ident] $apart_noun:literal
            = $apart_reader:ident::$apart_read:ident;
    ) => {
        /// The declarations of one file, or of a part of it, with names not resolved yet.
        #[derive(Clone, Debug, Default)]
        pub struct Lowered {
            $($(pub(super) $p: List<super::$m::$type>,)?)*
            $($own)*
        }

        impl Lowered {
            /// Appends the declarations of another part.
            pub(super) fn append(&mut self, other: &mut Self) {
                let (ours, theirs) = (&mut self.organisation, &mut other.organisation);
                $(
                    $(self.$p.append(&mut other.$p);)?
                    $(ours.$o.append(&mut theirs.$o);)?
                    $(ours.$w.$l.append(&mut theirs.$w.$l);)?
                )*
            }

            /// Sorts the declarations of each kind.
            pub(super) fn sort(&mut self) {
                $($(self.$p.sort();)? $(self.organisation.$o.sort();)? $(self.organisation.$w.$l.sort();)?)*
            }

            /// Removes the declarations of some files, and inserts others. All are sorted before and after.
            pub(super) fn renew(&mut self, is_gone: &(dyn Fn(FileId) -> bool + Sync), new: &Self) {
                let (ours, theirs) = (&mut self.organisation, &new.organisation);
                $(
                    $(self.$p.renew(is_gone, &new.$p);)?
                    $(ours.$o.renew(is_gone, &theirs.$o);)?
                    $(ours.$w.$l.renew(is_gone, &theirs.$w.$l);)?
                )*
            }

            /// Makes the lists of each kind cheap to copy.
            pub(super) fn share(&mut self) {
                $($(self.$p.share();)? $(self.organisation.$o.share();)? $(self.organisation.$w.$l.share();)?)*
            }
        }

        /// Reads one declaration of a kind; none where it could not be read and is left out.
        fn read(
            reader: &mut Reader<'_>,
            declaration: Declaration<'_>,
            (kind, description): (DeclarationKind, &'static Kind),
            into: &mut Lowered,
        ) -> Option<()> {
            let organisation = &mut into.organisation;
            match kind {
                $(DeclarationKind::$kind => {
                    let read = $form(reader, declaration, description, kinds::$reader::$read)?;
                    $(into.$p.extend(read);)? $(organisation.$o.extend(read);)? $(organisation.$w.$l.extend(read);)?
                })*
                DeclarationKind::$apart => into.waivers.extend(kinds::$apart_reader::$apart_read(reader, declaration)),
            }
            Some(())
        }
    };
}

each_kind!(lowered! {
    pub(super) organisation: Organisation,
    pub(super) waivers: Vec<Waiver>,
    pub(super) bad_waivers: Vec<BadWaiver>,
    pub(super) foreign: Vec<ForeignName>,
    pub(super) file: Option<FileId>,
    pub(super) unread: Unread,
    /// The problems of the declarations, found one by one.
    pub findings: Vec<Diagnostic>,
});

const LANGUAGE: Language = Language { kinds: kinds::KINDS, tenant_settings: &kinds::TENANT_SETTINGS };

/// Reads the declarations of one parsed file, or of a part of it.
pub fn lower(source: &Source, tree: &Tree, catalog: &Catalog) -> Lowered {
    let mut reader = Reader::new(source.id(), Names::new(catalog), LANGUAGE);
    let mut lowered = Lowered { file: Some(source.id()), ..Lowered::default() };
    for declaration in ast::declarations(tree, source.text()) {
        if declare(&mut reader, declaration, &mut lowered).is_none() {
            let names = declaration.head().skip(1).filter_map(Atom::name);
            names.for_each(|name| reader.unread.add(&name));
        }
    }
    for broken in ast::top(tree, source.text()).filter(|node| node.kind() == NodeKind::Broken) {
        broken_names(broken.text(), &mut reader.unread);
    }
    kinds::waive::comments(source, tree, &mut lowered.waivers, &mut lowered.bad_waivers);
    lowered.foreign = reader.names.foreign;
    lowered.unread = reader.unread;
    lowered.findings = reader.findings;
    lowered.findings.extend(reader.tally.rest());
    lowered
}

/// Reads one declaration; none where it could not be read and is left out.
fn declare(reader: &mut Reader<'_>, declaration: Declaration<'_>, into: &mut Lowered) -> Option<()> {
    let keyword = declaration.keyword()?;
    let Some(kind) = kinds::begun_by(keyword.text()) else {
        unknown_kind(reader, declaration);
        return None;
    };
    read(reader, declaration, kind, into)
}

/// The head and the block of a declaration.
fn head_and_block<'t>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'t>,
    kind: &'static Kind,
) -> Option<(Head, Block<'t>)> {
    let head = reader.head(declaration, kind)?;
    match declaration.block() {
        Some(block) => Some((head, block)),
        None => wrong_body(reader, kind, &head),
    }
}

/// Reads a block.
fn block<T>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'_>,
    kind: &'static Kind,
    read: fn(&mut Reader<'_>, Head, Block<'_>) -> T,
) -> Option<[T; 1]> {
    let (head, block) = head_and_block(reader, declaration, kind)?;
    Some([read(reader, head, block)])
}

/// Reads a block whose statements the kind reads itself.
fn free<T>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'_>,
    kind: &'static Kind,
    lower: fn(&mut Reader<'_>, Head, Block<'_>, &'static Kind) -> T,
) -> Option<[T; 1]> {
    let (head, block) = head_and_block(reader, declaration, kind)?;
    Some([lower(reader, head, block, kind)])
}

/// As [`block`], where the result may be none.
fn perhaps<T>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'_>,
    kind: &'static Kind,
    lower: fn(&mut Reader<'_>, Head, Block<'_>) -> Option<T>,
) -> Option<[T; 1]> {
    let (head, block) = head_and_block(reader, declaration, kind)?;
    lower(reader, head, block).map(|one| [one])
}

/// Reads a block that declares several things.
fn several<T>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'_>,
    kind: &'static Kind,
    lower: fn(&mut Reader<'_>, Block<'_>) -> Vec<T>,
) -> Option<Vec<T>> {
    let (_, block) = head_and_block(reader, declaration, kind)?;
    Some(lower(reader, block))
}

/// Reads a value.
fn value<T>(
    reader: &mut Reader<'_>,
    declaration: Declaration<'_>,
    kind: &'static Kind,
    lower: fn(&mut Reader<'_>, Head, &Phrase<'_>) -> Option<T>,
) -> Option<[T; 1]> {
    let head = reader.head(declaration, kind)?;
    match declaration.value() {
        Some(value) => lower(reader, head, &value).map(|one| [one]),
        None => wrong_body(reader, kind, &head),
    }
}

/// The names in the head of an item that could not be parsed, and those after any keyword in it.
fn broken_names(written: &str, unread: &mut Unread) {
    if !written.bytes().any(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'"')) {
        return;
    }
    let tokens = syntax::tokens(written).into_iter();
    let code = tokens.filter(|(kind, _)| !matches!(kind, TokenKind::Doc | TokenKind::Comment));
    // Unreadable text before the keyword is not part of the head.
    let mut code = code.skip_while(|(kind, _)| *kind == TokenKind::Unknown);
    let Some((_, keyword)) = code.next() else { return };
    let mut code = code.peekable();
    let readable = |(kind, _): &(TokenKind, _)| matches!(kind, TokenKind::Word | TokenKind::Text | TokenKind::Unknown);
    if let Some(kind) = kinds::find(keyword.of_text(written)).filter(|_| !code.peek().is_some_and(readable)) {
        unread.add_kind(kind.keyword);
    }
    let mut named = true;
    let mut depth = 0_i32;
    for (kind, span) in code {
        let text = span.of_text(written);
        depth += i32::from(matches!(text, "{" | "[" | "(")) - i32::from(matches!(text, "}" | "]" | ")"));
        if depth < 0 && kinds::find(keyword.of_text(written)).is_none() {
            unread.add_any();
        }
        match kind {
            TokenKind::Word if kinds::find(text).is_some() => named = true,
            TokenKind::Word if named => unread.add(text),
            TokenKind::Text if named => unread.add(&text_value::content(text)),
            TokenKind::Unknown => {}
            _body => named = false,
        }
    }
}

fn unknown_kind(reader: &mut Reader<'_>, declaration: Declaration<'_>) {
    let Some(keyword) = declaration.keyword() else { return };
    let location = reader.at(keyword.span());
    let word = keyword.text();
    let finding = Diagnostic::new(&codes::UNKNOWN_KIND, location, format!("`{word}` is not a kind of declaration"));
    let keywords = kinds::keywords();
    let near = kinds::kind_for(word).or_else(|| closest(word, keywords.iter().copied()));
    // Declarations inside it have names of their own.
    let holds_names = |kind: &&Kind| matches!(kind.body, Body::Free(_)) && near.is_none_or(|near| near == kind.keyword);
    kinds::KINDS.iter().copied().filter(holds_names).for_each(|kind| reader.unread.add_kind(kind.keyword));
    if declaration.head().nth(1).is_none() {
        // The keyword may be missing, and this may be the name.
        keyword.name().iter().for_each(|name| reader.unread.add(name));
    }
    // `resource environment finance_prod { … }`
    let second = declaration.head().nth(1).filter(|_| declaration.head().nth(2).is_some());
    if let Some(second) = second.filter(|atom| kinds::find(atom.text()).is_some()) {
        declaration.head().skip(2).filter_map(Atom::name).for_each(|name| reader.unread.add(&name));
        let before = reader.at(Span::new(keyword.span().start, second.span().start));
        let fix = Fix::replace(format!("remove `{word}`"), Safety::Safe, before, "");
        reader.report(finding.help(format!("a declaration begins with `{}`", second.text())).fix(fix));
        return;
    }
    reader.report(match near {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None if TERRAFORM.contains(&word) => {
            finding.help("`dictum import terraform` makes policies out of Terraform modules and state")
        }
        None => finding.help(format!("the kinds are {}", quoted_list(keywords, "and"))),
    });
}

/// The blocks of a Terraform module.
const TERRAFORM: [&str; 8] = ["data", "locals", "module", "output", "provider", "resource", "terraform", "variable"];

/// Reports a block in the place of a value, or the reverse.
fn wrong_body<T>(reader: &mut Reader<'_>, kind: &Kind, head: &Head) -> Option<T> {
    let form = match kind.body {
        Body::Block(_) | Body::Free(_) => format!("write `{} {} {{ … }}`", kind.keyword, head.symbol.name),
        Body::Value(_) => format!("write `{} {} = …`", kind.keyword, head.symbol.name),
    };
    let message = match kind.body {
        Body::Block(_) | Body::Free(_) => format!("{} is a block, not a value", kind.noun),
        Body::Value(_) => format!("{} is a value, not a block", kind.noun),
    };
    reader.report(Diagnostic::new(&codes::WRONG_FORM, head.location, message).help(form));
    None
}
