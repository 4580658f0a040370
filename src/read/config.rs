//! `bangtin.toml` to typed settings (CONTENT §2).
//!
//! Takes the text of the file, returns [`Config`]; pure. Defaults are applied here and nowhere else.

mod read;

pub(crate) use read::read;

use crate::basics::date::Day;
use crate::basics::diag::{Code, Located, Location};
use crate::basics::path::UrlPath;
use crate::read::sensitive::Sensitive;
use crate::read::vocabulary::{Audience, UnitKind};
use jiff::tz::TimeZone;

/// The zone of a site that names none: the same offset all year.
pub(crate) const VIETNAM: &str = "Asia/Ho_Chi_Minh";

/// The site's settings.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) title: String,
    /// Who publishes («đơn vị»).
    pub(crate) publisher: String,
    /// The level above («cấp trên»).
    pub(crate) parent: Option<String>,
    /// Its administrative code («mã đơn vị»).
    pub(crate) unit_code: Option<String>,
    pub(crate) unit_kind: UnitKind,
    pub(crate) base: BaseUrl,
    pub(crate) time_zone: String,
    pub(crate) theme: Located<String>,
    pub(crate) language: String,
    pub(crate) default_audience: Audience,
    pub(crate) topics: Vec<Topic>,
    pub(crate) terms: Vec<Term>,
    /// Abbreviation and its full form, in the order written.
    pub(crate) abbreviations: Vec<(String, String)>,
    pub(crate) contact: Contact,
    pub(crate) theme_settings: Vec<(Located<String>, Located<String>)>,
    /// Public per-organisation counts below this are not shown as such.
    pub(crate) small_count: i64,
    /// Whether the public edition names organisations that have not studied something.
    pub(crate) names_unread: bool,
    /// Whether the public edition counts late tasks by organisation.
    pub(crate) counts_late: bool,
    pub(crate) thresholds: Thresholds,
    pub(crate) levels: Vec<(Code, RuleLevel)>,
    pub(crate) outputs: Outputs,
    /// Extensions of attachments beyond the built-in list, in small letters without the dot.
    pub(crate) allowed_extensions: Vec<String>,
    /// Marks and personal data in the settings themselves.
    pub(crate) sensitive: Sensitive,
}

/// From when on rules speak (`[nguong]`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thresholds {
    /// Days from a plan's date to its first session («quán triệt chậm»).
    pub(crate) first_session: i64,
    /// Percent of members who studied, those who made it up included («dự học»).
    pub(crate) studied: i64,
    /// Percent of the planned length («thời lượng»).
    pub(crate) length: i64,
    /// Days past a deadline without a word («nhiệm vụ im lặng»).
    pub(crate) silent: i64,
    /// Days a draft is open («lấy ý kiến»).
    pub(crate) consultation: i64,
}

impl Thresholds {
    pub(crate) const DEFAULT: Self = Self { first_session: 30, studied: 80, length: 80, silent: 90, consultation: 7 };
}

/// Which outputs beside the pages a site has (`[xuat]`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outputs {
    /// «tìm kiếm»
    pub(crate) search: bool,
    /// «lịch»: `lich.ics`
    pub(crate) calendars: bool,
    /// «feed»: `feed.xml`
    pub(crate) feeds: bool,
    /// «dữ liệu»: `du-lieu/`, and the tables of tasks
    pub(crate) data: bool,
    /// «stratml»
    pub(crate) strategies: bool,
    /// «truyền thanh»
    pub(crate) broadcasts: bool,
    /// «áp phích»
    pub(crate) posters: bool,
    /// «ảnh chia sẻ»
    pub(crate) pictures: bool,
    /// «ngoại tuyến»: pages stay readable without network.
    pub(crate) offline: bool,
}

impl Outputs {
    /// All of them.
    pub(crate) const ALL: Self = Self {
        search: true,
        calendars: true,
        feeds: true,
        data: true,
        strategies: true,
        broadcasts: true,
        posters: true,
        pictures: true,
        offline: true,
    };
}

impl Config {
    /// How far the site's zone is from UTC at the beginning of a day: `+07:00`.
    pub(crate) fn offset(&self, day: Day) -> String {
        if self.time_zone == VIETNAM {
            return "+07:00".to_owned();
        }
        let midnight = TimeZone::get(&self.time_zone).ok().and_then(|zone| day.to_zoned(zone).ok());
        let minutes = midnight.map_or(0, |midnight| midnight.offset().seconds() / 60);
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// The base address of the published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    /// `https://hoaban.example`
    pub(crate) origin: String,
    /// `/dang-uy/`, always with both slashes.
    pub(crate) path: String,
}

impl BaseUrl {
    /// `hoaban.example`, with its port where it has one.
    pub(crate) fn host(&self) -> &str {
        self.origin.split_once("//").map_or(self.origin.as_str(), |(_, host)| host)
    }

    /// The absolute address of a page.
    pub(crate) fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{}{}", self.origin, self.path, url.as_str())
    }
}

/// A theme of the content that groups plans («lĩnh vực», «nhóm vấn đề»).
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) at: Location,
}

/// A term of office («nhiệm kỳ»).
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) code: String,
    pub(crate) from: Day,
    pub(crate) to: Day,
}

/// How a reader answers («góp ý»).
#[derive(Debug, Clone, Default)]
pub(crate) struct Contact {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
}

/// The level a site gives a rule in `[kiem_tra]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleLevel {
    Error,
    Warning,
    Off,
}
