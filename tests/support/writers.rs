//! The same records in every format and packing: how tests of formats write what they read.

use std::io::Write;

use serde_json::{Value, json};

use super::support::{self, Chance, speech, value};

/// The records of a small dump, as elasticdump would write them.
pub(crate) fn hits(count: usize) -> Vec<Value> {
    let mut chance = Chance(77);
    let hit = |number: usize| {
        let text: String = serde_json::from_str(&format!("\"{}\"", speech(&mut chance))).unwrap();
        json!({
            "_index": "voicemail-production", "_id": format!("vm-{number}"), "_score": 1,
            "_source": {
                "caller_name": value("name", &mut chance), "caller_id": value("phone", &mut chance),
                "received": "2020-09-28T14:02:11Z", "account_id": "40771", "state": "OK", "mailbox": "appointments",
                "transcript": text,
            },
        })
    };
    (0..count).map(hit).collect()
}

pub(crate) fn by_line(values: impl Iterator<Item = Value>) -> Vec<u8> {
    values.flat_map(|value| format!("{value}\n").into_bytes()).collect()
}

pub(crate) fn table(hits: &[Value], delimiter: char, line: &str, wrapped: bool) -> Vec<u8> {
    let names: Vec<&String> = hits[0]["_source"].as_object().unwrap().keys().collect();
    let cell = |text: &str| {
        let text = if wrapped { Value::from(text).to_string() } else { text.to_owned() };
        if text.contains(['"', '\n', '\r', delimiter]) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    let mut out: Vec<String> = vec![
        names
            .iter()
            .map(|name| name.as_str())
            .chain(["@id", "@index"])
            .collect::<Vec<_>>()
            .join(&delimiter.to_string()),
    ];
    for hit in hits {
        let cells = names.iter().map(|name| cell(hit["_source"][name.as_str()].as_str().unwrap()));
        let own = ["_id", "_index"].map(|name| hit[name].as_str().unwrap().to_owned());
        out.push(cells.chain(own).collect::<Vec<_>>().join(&delimiter.to_string()));
    }
    (out.join(line) + line).into_bytes()
}

/// Names and values of a hit as a row.
fn row(hit: &Value) -> Vec<(String, &str)> {
    let source =
        hit["_source"].as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap()));
    source.chain([("_id".to_owned(), hit["_id"].as_str().unwrap())]).collect()
}

/// As pg_dump writes it.
fn copied(hits: &[Value]) -> Vec<u8> {
    let names: Vec<_> = row(&hits[0]).into_iter().map(|(name, _)| name).collect();
    let mut out =
        format!("--\n-- PostgreSQL database dump\n--\n\nCOPY public.calls ({}) FROM stdin;\n", names.join(", "));
    for hit in hits {
        let escaped =
            |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r");
        let cells: Vec<_> = row(hit).into_iter().map(|(_, value)| escaped(value)).collect();
        out += &cells.join("\t");
        out.push('\n');
    }
    (out + "\\.\n\n-- PostgreSQL database dump complete\n").into_bytes()
}

/// As mysqldump writes it: columns by `CREATE TABLE`, many rows in one statement.
fn inserted(hits: &[Value]) -> Vec<u8> {
    let names: Vec<_> = row(&hits[0]).into_iter().map(|(name, _)| format!("  `{name}` text")).collect();
    let mut out =
        format!("-- MySQL dump 10.13\n\nCREATE TABLE `calls` (\n{},\n  KEY `k` (`_id`)\n);\n", names.join(",\n"));
    for hits in hits.chunks(120) {
        let escaped =
            |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n").replace('\'', "\\'").replace('"', "\\\"");
        let tuple = |hit: &Value| {
            let cells: Vec<_> = row(hit).into_iter().map(|(_, value)| format!("'{}'", escaped(value))).collect();
            format!("({})", cells.join(","))
        };
        out += "INSERT INTO `calls` VALUES ";
        out += &hits.iter().map(tuple).collect::<Vec<_>>().join(",");
        out += ";\n";
    }
    (out + "UNLOCK TABLES;\n").into_bytes()
}

/// The same records in every format.
pub(crate) fn formats(hits: &[Value]) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let array = Value::from(hits.to_vec());
    let response = |hits: &[Value]| json!({"took": 3, "_shards": {"total": 1}, "hits": {"total": {"value": hits.len(), "relation": "eq"}, "hits": hits}});
    let pages: Vec<Value> = hits.chunks(100).map(response).collect();
    let bulk = hits
        .iter()
        .flat_map(|hit| [json!({"index": {"_index": hit["_index"], "_id": hit["_id"]}}), hit["_source"].clone()]);
    let text = |value: &Value| value.to_string().into_bytes();
    vec![
        ("lines", "ndjson", by_line(hits.iter().cloned())),
        ("bulk", "bulk", by_line(bulk)),
        ("array", "json", text(&array)),
        ("pretty", "json", serde_json::to_vec_pretty(&array).unwrap()),
        ("joined", "json", hits.iter().flat_map(text).collect()),
        ("over lines", "json", hits.iter().flat_map(|hit| serde_json::to_vec_pretty(hit).unwrap()).collect()),
        ("response", "json", text(&response(hits))),
        ("pages", "json", by_line(pages.iter().cloned())),
        ("list of pages", "json", text(&Value::from(pages.clone()))),
        ("msearch", "json", text(&json!({"took": 1, "responses": pages}))),
        ("wrapper", "json", text(&json!({"next": null, "data": hits}))),
        ("comma", "csv", table(hits, ',', "\n", false)),
        ("semicolon", "csv", table(hits, ';', "\r\n", false)),
        ("tab", "csv", table(hits, '\t', "\n", false)),
        ("elasticdump's cells", "csv", table(hits, ',', "\n", true)),
        ("copied rows", "sql", copied(hits)),
        ("inserted rows", "sql", inserted(hits)),
        ("documents", "ndjson", hits.iter().flat_map(document).collect()),
    ]
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A zip archive written to what cannot be sought in: sizes stand behind the members.
pub(crate) fn streamed_zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new_stream(Vec::new());
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A hit as a BSON document.
fn document(hit: &Value) -> Vec<u8> {
    let member = |(name, value): (String, &str)| {
        [&[2][..], name.as_bytes(), &[0], &(value.len() as u32 + 1).to_le_bytes(), value.as_bytes(), &[0]].concat()
    };
    let body: Vec<u8> = row(hit).into_iter().flat_map(member).collect();
    [&(body.len() as u32 + 5).to_le_bytes()[..], &body, &[0]].concat()
}

/// The hits as a table of SQLite.
pub(crate) fn database(hits: &[Value]) -> Vec<u8> {
    let names: Vec<_> = row(&hits[0]).into_iter().map(|(name, _)| name).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let rows: Vec<Vec<_>> = hits.iter().map(|hit| row(hit).into_iter().map(|(_, value)| value).collect()).collect();
    support::sqlite::database("calls", &names, &rows)
}

/// The hits as columns, in batches of a few hundred rows.
#[cfg(feature = "columnar")]
fn columns(hits: &[Value]) -> Vec<arrow_array::RecordBatch> {
    use std::sync::Arc;
    let batch = |hits: &[Value]| {
        let names: Vec<_> = row(&hits[0]).into_iter().map(|(name, _)| name).collect();
        let column = |index: usize| {
            let values: arrow_array::StringArray = hits.iter().map(|hit| Some(row(hit)[index].1.to_owned())).collect();
            Arc::new(values) as arrow_array::ArrayRef
        };
        let columns = names.iter().enumerate().map(|(index, name)| (name.clone(), column(index)));
        arrow_array::RecordBatch::try_from_iter(columns).unwrap()
    };
    hits.chunks(300).map(batch).collect()
}

/// As Parquet, in row groups of 500 rows.
#[cfg(feature = "columnar")]
pub(crate) fn parquet(hits: &[Value]) -> Vec<u8> {
    let batches = columns(hits);
    let settings = parquet::file::properties::WriterProperties::builder()
        .set_max_row_group_row_count(Some(500))
        .set_compression(parquet::basic::Compression::SNAPPY)
        .build();
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batches[0].schema(), Some(settings)).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

/// As an Arrow stream, or a file, in batches of 300 rows, packed or not.
#[cfg(feature = "columnar")]
pub(crate) fn arrow(hits: &[Value], is_file: bool, packed: Option<arrow_ipc::CompressionType>) -> Vec<u8> {
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
    let batches = columns(hits);
    let (schema, options) = (batches[0].schema(), IpcWriteOptions::default().try_with_compression(packed).unwrap());
    if is_file {
        let mut writer = FileWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        return writer.into_inner().unwrap();
    }
    let mut writer = StreamWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let halves = bytes.split_at(bytes.len() / 2);
    let xz = |bytes: &[u8]| {
        let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 3);
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let bzip2 = |bytes: &[u8]| {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = |bytes: &[u8]| zstd::stream::encode_all(bytes, 3).unwrap();
    let skippable = [&b"\x50\x2a\x4d\x18\x03\0\0\0abc"[..]].concat();
    vec![
        ("gzip", gzip(bytes)),
        ("two members", [gzip(halves.0), gzip(halves.1)].concat()),
        ("zstd", [skippable, zstd(halves.0), zstd(halves.1)].concat()),
        ("xz", [xz(halves.0), xz(halves.1)].concat()),
        ("bzip2", [bzip2(halves.0), bzip2(halves.1)].concat()),
        ("zip", zip(&[("folder/inner.json", bytes)])),
        ("streamed zip", streamed_zip(&[("folder/inner.json", bytes)])),
        ("tar", tar(&[("folder/inner.json", bytes)])),
        ("tar.gz", gzip(&tar(&[("inner.json", bytes)]))),
        ("four layers", zip(&[("a.tar", &tar(&[("b.zip", &zip(&[("c.gz", &gzip(bytes))]))]))])),
    ]
}
