//! The file of a mission and the statement of an account, fetched over HTTP as their readers do.

use std::io::Cursor;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use calamine::{Data, Ods, Reader as _};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use talents_server::http::Listening;

use super::Story;
use crate::harness::app::TestApp;
use crate::harness::binary::Installation;
use crate::harness::engines::on_both_urls;

/// A story with a validated day of work, and a candidate who was declined for a reason that looks like a formula; behind
/// its server.
struct Site {
    story: Story,
    address: SocketAddr,
}

impl Site {
    async fn begin(url: String) -> Self {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 2).await;
        story.app.enroll("ines").await;
        story.done("ines", "TalentRegister", story.registration()).await;
        let input = json!({ "missionId": story.mission["id"], "motivation": "" });
        let other = story.done("ines", "ApplicationSubmit", input).await["application"]["id"].clone();
        let reason = json!({ "applicationId": other, "reason": "=1+1 autres candidats" });
        story.done("mission_owner", "ApplicationDecline", reason).await;
        let started = story.started().await;
        let sheet = story.declare(&started, "2026-12-08", "2026-12-08", 525).await;
        story.move_on("mission_owner", "TimeSheetValidate", &sheet, json!({})).await;
        let listening = Listening::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
        let address = listening.address;
        tokio::spawn(listening.serve(Arc::clone(&story.app.app), None, std::future::pending()));
        Self { story, address }
    }

    async fn get(&self, who: &str, path: &str) -> reqwest::Response {
        let request = Client::new().request(Method::GET, format!("http://{}{path}", self.address));
        let token = match who {
            "" => return request.send().await.unwrap(),
            "ines" | "nadia" => format!("test-{who}"),
            persona => self.story.app.persona(persona)["token"].as_str().unwrap().to_owned(),
        };
        request.bearer_auth(token).send().await.unwrap()
    }

    /// The rows of a CSV file, the first one with the names of the columns.
    async fn csv(&self, who: &str, path: &str) -> Vec<Vec<String>> {
        let response = self.get(who, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{who} {path}");
        assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
        assert!(response.headers()["content-disposition"].to_str().unwrap().ends_with(".csv\""));
        read_csv(&response.bytes().await.unwrap())
    }

    async fn ods(&self, who: &str, path: &str, sheet: &str) -> Vec<Vec<Data>> {
        let response = self.get(who, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{who} {path}");
        assert_eq!(response.headers()["content-type"], "application/vnd.oasis.opendocument.spreadsheet");
        let mut read: Ods<_> = Ods::new(Cursor::new(response.bytes().await.unwrap())).unwrap();
        read.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
    }
}

fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

/// The rows of a section.
fn section<'a>(rows: &'a [Vec<String>], name: &str) -> Vec<&'a Vec<String>> {
    rows.iter().filter(|row| row[0] == name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_mission_shows_each_reader_what_is_theirs_to_see() {
    on_both_urls(|url| async move {
        let site = Site::begin(url.clone()).await;
        let id = site.story.mission["id"].as_str().unwrap();
        let query = "query($id: ID!) { mission(id: $id) { csv: fileUrl(format: CSV) ods: fileUrl(format: ODS) } }";
        let urls = site.story.app.data("mission_owner", query, json!({ "id": id })).await["mission"].clone();
        let (path, ods) = (urls["csv"].as_str().unwrap(), urls["ods"].as_str().unwrap());
        let host = site.csv("mission_owner", path).await;
        assert_eq!(host[0][..4], ["Rubrique", "Jour", "Talent", "Structure"]);
        assert_eq!(section(&host, "Mission")[0][5], "Publiée");
        assert_eq!(section(&host, "Version publiée").len(), 1);
        let candidates = section(&host, "Candidature");
        let declined = candidates.iter().find(|row| row[2] == "ines Nouvelle").unwrap();
        assert_eq!((declined[5].as_str(), declined[10].as_str()), ("Déclinée", "'=1+1 autres candidats"));
        assert_eq!(candidates.len(), 2);
        let engagement = section(&host, "Engagement")[0];
        assert_eq!(
            (engagement[2].as_str(), engagement[8].as_str(), engagement[9].as_str()),
            ("nadia Nouvelle", "8400", "20,00")
        );
        assert_eq!(section(&host, "Accord").iter().map(|row| row[5].as_str()).collect::<Vec<_>>(), ["Donné"; 4]);
        let sheet = section(&host, "Relevé de temps")[0];
        assert_eq!(sheet[5..10], ["Validé", "2026-12-08", "2026-12-08", "525", "1,25"]);

        let cells = site.ods("mission_owner", ods, "Dossier de mission").await;
        assert_eq!(cells.len(), host.len());
        let worked = cells.iter().find(|row| row[0] == Data::String("Relevé de temps".to_owned())).unwrap();
        assert_eq!(
            (&worked[6], &worked[8], &worked[9]),
            (&Data::DateTimeIso("2026-12-08".to_owned()), &Data::Float(525.0), &Data::Float(1.25))
        );

        let candidate = site.csv("ines", path).await;
        assert_eq!((section(&candidate, "Candidature").len(), section(&candidate, "Engagement").len()), (1, 0));
        assert!(!candidate.concat().concat().contains("nadia"), "{candidate:?}");
        let lender = site.csv("employer", path).await;
        assert_eq!((section(&lender, "Candidature").len(), section(&lender, "Accord").len()), (0, 4));
        let talent = site.csv("nadia", path).await;
        assert_eq!((section(&talent, "Candidature").len(), section(&talent, "Relevé de temps").len()), (1, 1));

        let unknown = "/exports/mission?mission=00000000-0000-4000-8000-000000000000";
        for (who, path, status) in [
            ("", path, 401),
            ("talent", path, 403),
            ("observer", path, 403),
            ("mission_owner", unknown, 404),
            ("mission_owner", "/exports/mission?mission=forge", 400),
            ("mission_owner", "/exports/mission", 400),
            ("mission_owner", "/exports/mission?mission=x&format=xls", 400),
        ] {
            assert_eq!(site.get(who, path).await.status().as_u16(), status, "{who} {path}");
        }
        let posted =
            Client::new().post(format!("http://{}{path}", site.address)).bearer_auth("x").send().await.unwrap();
        assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
        let on_the_server = Installation::new(url).run(&["mission", "file", "--mission", id]);
        assert_eq!(read_csv(on_the_server.as_bytes()), host, "whoever has a shell sees all of it too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_for_those_who_may_see_the_account() {
    on_both_urls(|url| async move {
        let site = Site::begin(url).await;
        let structure = site.story.app.persona("mission_owner")["structureId"].clone();
        let query = "query($id: ID!) { structure(id: $id) { creditAccount { \
                     csv: statementUrl(from: \"2026-12-01\", to: \"2026-12-31\", format: CSV) \
                     ods: statementUrl(from: \"2026-12-01\", to: \"2026-12-31\", format: ODS) } } }";
        let urls: Value = site.story.app.data("mission_owner", query, json!({ "id": structure })).await;
        let urls = urls["structure"]["creditAccount"].clone();
        let (path, ods) = (urls["csv"].as_str().unwrap(), urls["ods"].as_str().unwrap());
        let rows = site.csv("mission_owner", path).await;
        assert_eq!(rows[1][1], "Solde d’ouverture");
        // The demo's past has moved the account before.
        let opening: i64 = rows[1][3].parse().unwrap();
        let closing = (opening - 525).to_string();
        assert_eq!(rows[2][3..6], ["-525", "-1,25", closing.as_str()]);
        assert_eq!(rows.last().unwrap()[1..4], ["Solde de clôture", "", closing.as_str()]);
        let cells = site.ods("mission_owner", ods, "Relevé de crédits").await;
        assert_eq!((cells.len(), &cells[2][4]), (rows.len(), &Data::Float(-1.25)));
        let reversed = path.replace("from=2026-12-01", "from=2027-12-01");
        for (who, path, status) in [
            ("", path, 401),
            ("talent", path, 403),
            ("employer", path, 403),
            ("operator", path, 200),
            ("operator", &reversed, 400),
        ] {
            assert_eq!(site.get(who, path).await.status().as_u16(), status, "{who} {path}");
        }
    })
    .await;
}
