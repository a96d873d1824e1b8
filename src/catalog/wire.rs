//! The spelling of connectors in requests and in the source: the only place that knows both.
//!
//! | kind | in requests | in the source |
//! |---|---|---|
//! | nearly all | `/providers/Microsoft.PowerApps/apis/shared_sql` | `sql` |
//! | most virtual ones | `Http` | `Http` |
//! | desktop flow module | `providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Cmd`, without a slash at the head | `DesktopFlow.Cmd` |
//! | custom, by name | `/providers/Microsoft.PowerApps/scopes/admin/environments/<environment>/apis/shared_<name>` | the same |
//!
//! The symbol alone determines the form in requests: modules begin with `DesktopFlow.`, bare ids begin with a capital
//! letter, and those with `shared_` do not. A test checks this for the whole built-in catalogue. [`wire_id`] is the
//! inverse of [`symbol`] for every id: an id whose short symbol would be read as another id keeps its `shared_`, or a
//! whole path.
//!
//! Every function here accepts any of the forms, in any case of ASCII letters, and gives a known connector the case
//! of the catalogue.

use std::borrow::Cow;

use super::{Catalog, Connector, Kind};

/// The id used in requests.
pub fn wire_id(symbol: &str) -> String {
    match Form::of(symbol) {
        Form::Bare(name) => {
            let name = known(name).map_or(Cow::Borrowed(name), |connector| connector.id.clone());
            Shape::of(&name).write(&name)
        }
        Form::Shared(name) => Shape::Shared.write(&cased(name, Shape::Shared)),
        // Such an id is not written with a path. A name that is known without `shared_` was meant with it.
        Form::Unshared(name) => known(name)
            .map_or_else(|| Shape::Bare.write(name), |connector| Shape::of(&connector.id).write(&connector.id)),
        Form::Desktop(name) => Shape::Desktop.write(&cased(name, Shape::Desktop)),
        Form::Custom { environment, name } => of_environment(environment, name),
        Form::Foreign => symbol.to_owned(),
    }
}

/// The `type` next to the id in requests.
pub fn wire_type(wire_id: &str) -> &'static str {
    match kind(wire_id) {
        Kind::Prebuilt | Kind::Virtual | Kind::Custom => "Microsoft.PowerApps/apis",
        Kind::Desktop => "Microsoft.ProcessSimple/operationGroups",
    }
}

/// The form used in the source: as short as possible without meaning another connector.
pub fn symbol(wire_id: &str) -> String {
    match Form::of(wire_id) {
        Form::Bare(name) | Form::Unshared(name) => match known(name) {
            Some(connector) => connector.id.to_string(),
            None => shortest(name, Shape::Bare),
        },
        Form::Shared(name) => shortest(&cased(name, Shape::Shared), Shape::Shared),
        Form::Desktop(name) => shortest(&cased(name, Shape::Desktop), Shape::Desktop),
        Form::Custom { environment, name } => of_environment(environment, name),
        Form::Foreign => wire_id.to_owned(),
    }
}

/// The kind of connector of an id, by the catalogue or else by its form. An id with a form that the platform does not
/// use counts as custom.
pub fn kind(wire_id: &str) -> Kind {
    let by_shape = |name: &str, shape: Shape| match shape {
        Shape::Shared if is_escaped(name) => Kind::Custom,
        Shape::Shared => Kind::Prebuilt,
        Shape::Bare => Kind::Virtual,
        Shape::Desktop => Kind::Desktop,
    };
    match Form::of(wire_id) {
        Form::Bare(name) => known(name).map_or_else(|| by_shape(name, Shape::of(name)), |connector| connector.kind),
        Form::Unshared(name) => known(name).map_or(Kind::Virtual, |connector| connector.kind),
        Form::Shared(name) => known(name)
            .filter(|connector| Shape::of(&connector.id) == Shape::Shared)
            .map_or_else(|| by_shape(name, Shape::Shared), |connector| connector.kind),
        Form::Desktop(_) => Kind::Desktop,
        Form::Custom { .. } | Form::Foreign => Kind::Custom,
    }
}

/// The id of the custom connector `name` in the environment with that id.
pub fn custom(environment: &str, name: &str) -> String {
    of_environment(environment, strip_prefix(name, SHARED).unwrap_or(name))
}

/// The environment in a custom connector's id.
pub fn environment(wire_id: &str) -> Option<&str> {
    match Form::of(wire_id) {
        Form::Custom { environment, .. } => Some(environment),
        Form::Bare(_) | Form::Shared(_) | Form::Unshared(_) | Form::Desktop(_) | Form::Foreign => None,
    }
}

/// Whether an id has one of the forms that the platform uses for connectors.
pub fn is_well_formed(wire_id: &str) -> bool {
    !matches!(Form::of(wire_id), Form::Foreign)
}

/// Whether an id has only characters of connector ids: letters, digits, and those of a path. A space shows that it is
/// a display name.
pub fn has_signs_of_an_id(wire_id: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '-' | '_' | '.' | '~' | '%');
    wire_id.chars().all(fits)
}

/// Whether two ids or symbols name the same connector.
pub fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || wire_id(one).eq_ignore_ascii_case(&wire_id(other))
}

const SHARED: &str = "shared_";
const APIS: &str = "providers/Microsoft.PowerApps/apis/";
const DESKTOP: &str = "providers/Microsoft.ProcessSimple/operationGroups/";
const MODULE: &str = "DesktopFlow.";
const SCOPES: &str = "providers/Microsoft.PowerApps/scopes/admin/environments/";
const SCOPED: &str = "apis/";

/// The form of an id, with the part that names the connector.
#[derive(Clone, Copy)]
pub(super) enum Form<'n> {
    /// A word without path and prefix: `sql` in the source, `Http` in both.
    Bare(&'n str),
    /// Without its `shared_`, and without the path if there was one.
    Shared(&'n str),
    /// After the path of the previous form, but without `shared_`.
    Unshared(&'n str),
    /// Without its path.
    Desktop(&'n str),
    /// A custom connector of one environment.
    Custom {
        /// The environment's id.
        environment: &'n str,
        /// Without its `shared_`.
        name: &'n str,
    },
    /// A form that the platform does not write.
    Foreign,
}

impl<'n> Form<'n> {
    pub(super) fn of(id: &'n str) -> Self {
        let path = id.strip_prefix('/').unwrap_or(id);
        let form = if let Some(name) = strip_prefix(path, APIS) {
            match strip_prefix(name, SHARED) {
                Some(name) => Self::Shared(name),
                None if strip_prefix(name, MODULE).is_some() => Self::Desktop(name),
                None => Self::Unshared(name),
            }
        } else if let Some(name) = strip_prefix(path, DESKTOP) {
            Self::Desktop(name)
        } else if let Some(rest) = strip_prefix(path, SCOPES) {
            match rest.split_once('/').map(|(environment, apis)| (environment, strip_prefix(apis, SCOPED))) {
                Some((environment, Some(name))) if !environment.is_empty() => {
                    Self::Custom { environment, name: strip_prefix(name, SHARED).unwrap_or(name) }
                }
                _ => Self::Foreign,
            }
        } else if let Some(name) = strip_prefix(id, SHARED) {
            Self::Shared(name)
        } else if strip_prefix(id, MODULE).is_some() {
            Self::Desktop(id)
        } else {
            Self::Bare(id)
        };
        if form.name().is_empty() || form.name().contains('/') { Self::Foreign } else { form }
    }

    fn name(self) -> &'n str {
        match self {
            Self::Bare(name)
            | Self::Shared(name)
            | Self::Unshared(name)
            | Self::Desktop(name)
            | Self::Custom { name, .. } => name,
            Self::Foreign => "",
        }
    }
}

/// The form of a symbol in requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Shared,
    Bare,
    Desktop,
}

impl Shape {
    pub(super) fn of(symbol: &str) -> Self {
        if strip_prefix(symbol, MODULE).is_some() {
            Self::Desktop
        } else if symbol.starts_with(|first: char| first.is_ascii_uppercase()) {
            Self::Bare
        } else {
            Self::Shared
        }
    }

    fn write(self, name: &str) -> String {
        match self {
            Self::Shared => format!("/{APIS}{SHARED}{name}"),
            Self::Bare => name.to_owned(),
            Self::Desktop => format!("{DESKTOP}{name}"),
        }
    }
}

/// The built-in connector with that symbol.
fn known(symbol: &str) -> Option<&'static Connector> {
    let catalog = Catalog::builtin();
    catalog.with_symbol(symbol).map(|index| catalog.get(index))
}

/// `name` in the case of the catalogue.
fn cased(name: &str, shape: Shape) -> Cow<'_, str> {
    match known(name) {
        Some(connector) if Shape::of(&connector.id) == shape => connector.id.clone(),
        Some(_) | None => Cow::Borrowed(name),
    }
}

/// Names of custom connectors contain escaped characters; `-5f` is `_`. No other connector's name does.
fn is_escaped(name: &str) -> bool {
    name.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"-5f"))
}

fn of_environment(environment: &str, name: &str) -> String {
    format!("/{SCOPES}{environment}/{SCOPED}{SHARED}{name}")
}

fn shortest(name: &str, shape: Shape) -> String {
    let wire = shape.write(name);
    let with_prefix = format!("{SHARED}{name}");
    let short = [name, with_prefix.as_str()].into_iter().find(|short| wire_id(short) == wire);
    match (short, shape) {
        (Some(short), _) => short.to_owned(),
        (None, Shape::Desktop) => wire,
        // A bare word in lower case would be read as one with `shared_`; with its path it is not.
        (None, Shape::Bare | Shape::Shared) => format!("/{APIS}{name}"),
    }
}

/// `text` after `prefix`, whatever the case of its ASCII letters.
fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}
