//! `docs/reference.md`: every kind of declaration with everything that it takes.

use std::fmt::Write as _;

use dictum::catalog::{ProviderType, provider_settings};
use dictum::model::kinds::{Attribute, Body, KINDS, Kind, NestedBlock, Open, Sentence, Shape, Type};

use super::{cell, note};

pub(super) fn page() -> String {
    let mut text = note("the descriptions of the kinds of declarations");
    text.push_str(
        "\n# Reference\n\n\
        Every kind of declaration, and what it takes. How the text itself is written, and what connector sets and\n\
        conditions mean, is said in [the language](language.md). Order carries no meaning, except where a list is\n\
        said to be decided by the first rule that fits.\n\n",
    );
    for kind in KINDS {
        let _ = writeln!(text, "- [`{0}`](#{0}): {1}", kind.keyword, first_sentence(kind.doc));
    }
    for kind in KINDS {
        describe(kind, &mut text);
    }
    text
}

fn first_sentence(doc: &str) -> &str {
    doc.split_inclusive(". ").next().unwrap_or(doc).trim_end()
}

fn describe(kind: &Kind, text: &mut String) {
    let form = match kind.body {
        Body::Block(_) | Body::Free(_) => "{ … }",
        Body::Value(_) => "= …",
    };
    let name = if kind.name.is_empty() { String::new() } else { format!(" {}", kind.name) };
    let _ = writeln!(text, "\n## {}\n\n`{0}{} {form}`\n\n{}", kind.keyword, name, kind.doc);
    let _ = writeln!(text, "\n```dictum\n{}```", kind.example);
    match &kind.body {
        Body::Block(shape) => describe_shape(shape, text),
        Body::Value(value) => {
            let _ = writeln!(text, "\nIts value is {}.", value.expected(KINDS));
        }
        Body::Free(sentences) => describe_sentences(sentences, text),
    }
}

fn describe_shape(shape: &Shape, text: &mut String) {
    if !shape.attributes.is_empty() {
        text.push_str("\n| attribute | value | where absent | what it is for |\n|---|---|---|---|\n");
        for attribute in shape.attributes {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} |",
                attribute.name,
                cell(&value(attribute.kind)),
                absent(attribute),
                cell(attribute.doc)
            );
        }
    }
    match shape.open {
        Open::Closed => {}
        Open::Criteria(_) => text.push_str("\nIt also takes each field that `criteria` declare for it.\n"),
        Open::Days(kind) => {
            let _ = writeln!(text, "\nIt takes names of [`{kind}`](#{kind}) declarations, each with a day.");
        }
        Open::Lists(kind, of) => {
            let _ = writeln!(
                text,
                "\nIt takes names of [`{kind}`](#{kind}) declarations, each with a list of names of [`{of}`](#{of}) declarations."
            );
        }
        Open::Names(kind, what) => {
            let _ =
                writeln!(text, "\nIt takes names of [`{kind}`](#{kind}) declarations, each with the name of a {what}.");
        }
        Open::Provider => {
            text.push_str("\n| setting | resource of the provider | takes | since |\n|---|---|---|---|\n");
            for one in provider_settings() {
                let values = one.values().take(4).map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
                let takes = match one.kind {
                    ProviderType::Flag => "`on`, `off`".to_owned(),
                    ProviderType::Number => "a number".to_owned(),
                    ProviderType::Text if values.is_empty() => "a text".to_owned(),
                    ProviderType::Text => values,
                    ProviderType::Texts | ProviderType::Objects if values.is_empty() => "a list of texts".to_owned(),
                    ProviderType::Texts | ProviderType::Objects => format!("a list of texts such as {values}"),
                };
                let since = if one.is_new { "4.2" } else { "" };
                let _ = writeln!(text, "| `{}` | `{}` | {takes} | {since} |", one.name(), one.resource);
            }
        }
        Open::Blocks(form, shape) => {
            let _ = writeln!(text, "\n**`{form} {{ … }}`** One for each column.");
            describe_shape(shape, text);
        }
    }
    describe_sentences(shape.sentences, text);
    for block in shape.blocks {
        describe_block(block, text);
    }
}

fn value(kind: Type) -> String {
    match kind {
        Type::Word(choices) => {
            let words = choices.iter().map(|choice| format!("`{}` ({})", choice.word, choice.doc));
            words.collect::<Vec<_>>().join(", ")
        }
        Type::Reference(to) => format!("the name of a [`{to}`](#{to})"),
        other => other.expected(KINDS),
    }
}

fn absent(attribute: &Attribute) -> String {
    match (attribute.required, attribute.default) {
        (true, _) => "must be given".to_owned(),
        (false, "") => String::new(),
        (false, default) => format!("`{default}`"),
    }
}

fn describe_block(block: &NestedBlock, text: &mut String) {
    let argument = block.argument.map(|what| format!(" {what}")).unwrap_or_default();
    let _ = writeln!(text, "\n**`{}{argument} {{ … }}`** {}", block.name, block.doc);
    describe_shape(block.shape, text);
}

fn describe_sentences(sentences: &[Sentence], text: &mut String) {
    if sentences.is_empty() {
        return;
    }
    text.push_str("\n| written | says |\n|---|---|\n");
    for sentence in sentences {
        let _ = writeln!(text, "| `{}` | {} |", cell(sentence.form), cell(sentence.doc));
    }
}
