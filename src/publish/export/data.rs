//! `du-lieu/*.json`: the content of an edition for programs, each file with a JSON Schema made from its type.
//!
//! Keys are those of the content format; addresses are relative to the root of the site; dates are ISO 8601. What has no
//! value is left out.

mod basis;
mod organisations;
mod plans;
mod sessions;
mod tasks;

pub(super) use tasks::{TaskFacts, each_task, task_facts};

use super::Exporter;
use super::site::SiteFacts;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

/// The version of the shape of these files: grows when a key goes or changes its meaning, not when one is added.
pub(super) const VERSION: u32 = 2;

/// A file of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataFile {
    Site,
    Plans,
    Tasks,
    Organisations,
    Sessions,
    Documents,
}

impl DataFile {
    /// The text of the file; of `site.json`, which needs to know more, nothing.
    pub(super) fn text(self, cx: &Exporter<'_>) -> String {
        match self {
            Self::Site => String::new(),
            Self::Plans => written(cx, "ke-hoach", plans::plans(cx)),
            Self::Tasks => written(cx, "nhiem-vu", tasks::tasks(cx)),
            Self::Organisations => written(cx, "to-chuc", organisations::organisations(cx)),
            Self::Sessions => written(cx, "quan-triet", sessions::sessions(cx)),
            Self::Documents => written(cx, "van-ban", basis::documents(cx)),
        }
    }

    /// The JSON Schema of the file.
    pub(super) fn schema(self) -> String {
        let schema: Schema = match self {
            Self::Site => schema::<SiteFacts<'_>>(),
            Self::Plans => schema::<File<plans::Plans>>(),
            Self::Tasks => schema::<File<tasks::Tasks<'_>>>(),
            Self::Organisations => schema::<File<organisations::Organisations>>(),
            Self::Sessions => schema::<File<sessions::Sessions>>(),
            Self::Documents => schema::<File<basis::Documents>>(),
        };
        serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
    }
}

/// What every file says of itself, and its rows.
#[derive(Serialize, JsonSchema)]
struct File<T> {
    /// The JSON Schema of this file, beside it.
    #[serde(rename = "$schema")]
    schema: String,
    /// The version of the shape: a program made for another one may not understand this file.
    #[serde(rename = "phien_ban")]
    version: u32,
    /// The build date.
    #[serde(rename = "ngay")]
    date: String,
    /// For whom this edition is: `cong-khai` or `noi-bo`.
    #[serde(rename = "doi_tuong")]
    audience: String,
    #[serde(flatten)]
    rows: T,
}

fn written<T: Serialize>(cx: &Exporter<'_>, name: &str, rows: T) -> String {
    let request = cx.edition().request;
    let file = File {
        schema: format!("schema/{name}.json"),
        version: VERSION,
        date: request.today.to_string(),
        audience: request.audience.word().to_owned(),
        rows,
    };
    serde_json::to_string(&file).unwrap_or_default() + "\n"
}

/// The schema of what is written: what may be left out is not required.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
