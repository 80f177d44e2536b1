//! The files of the page at `/graphiql`, held in the program: the page needs no other server, so it works offline.
//!
//! Where they come from, and how to refresh those of others: `assets/graphiql/README.md`.

/// One file that the page is made of.
#[derive(Debug)]
pub(super) struct Asset {
    /// The path it is served at, from the root of the server.
    pub path: &'static str,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// Whether `body` is compressed, so that the answer wants `Content-Encoding: gzip`.
    pub gzipped: bool,
    /// The bytes to send as they are.
    pub body: &'static [u8],
}

/// The `Content-Security-Policy` of the page: this server only, and no script in the page itself.
///
/// Styles may be inline since `GraphiQL`'s menus and dialogs add `<style>` elements; its icons are `data:` images.
pub(super) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// The bytes of a file of `assets/graphiql`.
macro_rules! held {
    ($name:literal) => {
        include_bytes!(concat!("../../assets/graphiql/", $name))
    };
}

/// Every file of the page. `/graphiql/examples.json` is not among them: the server writes it.
pub(super) const ASSETS: &[Asset] = &[
    plain("/graphiql", HTML, held!("index.html")),
    plain("/graphiql/app.js", JS, held!("app.js")),
    plain("/graphiql/app.css", CSS, held!("app.css")),
    plain("/graphiql/LICENCES.txt", TEXT, held!("LICENCES.txt")),
    gzipped("/graphiql/react.js", JS, held!("react.js.gz")),
    gzipped("/graphiql/react-dom.js", JS, held!("react-dom.js.gz")),
    gzipped("/graphiql/graphiql.js", JS, held!("graphiql.js.gz")),
    gzipped("/graphiql/graphiql.css", CSS, held!("graphiql.css.gz")),
];

const fn plain(path: &'static str, content_type: &'static str, body: &'static [u8]) -> Asset {
    Asset { path, content_type, gzipped: false, body }
}

const fn gzipped(path: &'static str, content_type: &'static str, body: &'static [u8]) -> Asset {
    Asset { path, content_type, gzipped: true, body }
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, Asset};

    fn find(path: &str) -> Option<&'static Asset> {
        ASSETS.iter().find(|asset| asset.path == path)
    }

    #[test]
    fn the_page_loads_only_files_that_are_held_here() {
        let page = std::str::from_utf8(find("/graphiql").expect("the page itself").body).expect("UTF-8");
        let loaded: Vec<&str> =
            page.split(['"', '\'']).filter(|text| text.starts_with("/graphiql/") || text.contains("//")).collect();
        assert!(loaded.len() >= 6, "{loaded:?}");
        for path in loaded {
            assert!(find(path).is_some(), "{path} is loaded by the page, but nothing serves it");
        }
    }

    #[test]
    fn a_file_is_marked_as_compressed_exactly_when_it_is() {
        for asset in ASSETS {
            assert_eq!(asset.body.starts_with(&[0x1f, 0x8b]), asset.gzipped, "{}", asset.path);
        }
    }
}
