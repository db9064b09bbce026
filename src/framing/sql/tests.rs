use proptest::prelude::*;

use super::super::frame::run;
use super::*;

const POSTGRES: &str = "--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\n\
    CREATE FUNCTION public.f() RETURNS void LANGUAGE sql AS $_$ INSERT INTO x VALUES ('no'); $_$;\n\
    CREATE TABLE public.calls (\n    id integer NOT NULL,\n    caller text DEFAULT 'a, b'::text,\n    body text,\n    CONSTRAINT c CHECK ((id > 0))\n);\n\
    COPY public.calls (id, caller, body) FROM stdin;\n1\t\\N\ta\\tb\\\\c\n2\t\"x\"\t\\x41\n\\.\n\nSELECT pg_catalog.setval('s', 2, true);\n\
    INSERT INTO public.calls VALUES (3, 'it''s', E'a\\nb');\nINSERT INTO \"public\".\"notes\" (\"id\", text) VALUES (4, 'C:\\');\n\
    UPDATE public.calls SET body = 'x; y' WHERE id = 1;\n";
const MYSQL: &str = "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `calls`;\nCREATE TABLE `calls` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  \
    `kind` enum('a','b') DEFAULT 'a',\n  `body` text,\n  PRIMARY KEY (`id`),\n  KEY `k` (`kind`,`id`)\n) ENGINE=InnoDB;\nLOCK TABLES `calls` WRITE;\n\
    INSERT INTO `calls` VALUES (1,'a','it\\'s (5), ok'),(2,'b',0x6869),\n(3,'a',_binary 'x\\0y'),(4,NULL,'a''b');\nUNLOCK TABLES;\n\
    DELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON calls FOR EACH ROW BEGIN SET x = 1; END ;;\nDELIMITER ;\n";
const SERVER: &str = "USE [db]\nGO\nCREATE TABLE [dbo].[calls](\n\t[id] [int] NOT NULL,\n\t[body] [nvarchar](max) NULL,\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([id] ASC)\n) ON [PRIMARY]\nGO\n\
    INSERT [dbo].[calls] ([id], [body]) VALUES (1, N'a')\nINSERT [dbo].[calls] ([id], [body]) VALUES (2, CAST(N'2020-01-01' AS Date))\nGO\n";

/// Table and values of every row, and the text of every other record.
fn rows(text: &[u8], step: usize) -> Vec<String> {
    let mut framer = Dump::new(text);
    let found = run(&mut framer, text, step);
    let read = |frame: &Frame| {
        let row = &text[frame.start..frame.end];
        let table = &framer.tables[frame.table as usize];
        let Some(mut cells) = SqlCells::new(row, table) else { return String::from_utf8_lossy(row).into_owned() };
        let (mut out, mut cell) = (table.name.clone(), Vec::new());
        while let Some(value) = cells.next_into(&mut cell) {
            out.push('|');
            out.push_str(&if value == SqlValue::Null { "null".into() } else { String::from_utf8_lossy(&cell) });
        }
        out
    };
    found.iter().filter(|frame| frame.kind == FrameKind::Record).map(read).collect()
}

#[test]
fn rows_are_found_in_all_dialects() {
    for (text, expected) in [
        (
            POSTGRES,
            vec![
                "public.calls|1|null|a\tb\\c",
                "public.calls|2|\"x\"|x41",
                "public.calls|3|it's|a\nb",
                "public.notes|4|C:\\",
                "UPDATE public.calls SET body = 'x; y' WHERE id = 1;",
            ],
        ),
        (MYSQL, vec!["calls|1|a|it's (5), ok", "calls|2|b|hi", "calls|3|a|x y", "calls|4|null|a'b"]),
        (SERVER, vec!["dbo.calls|1|a", "dbo.calls|2|2020-01-01"]),
    ] {
        assert!(sniff(text.as_bytes()), "{text}");
        for step in (1..40).chain([text.len()]) {
            assert_eq!(rows(text.as_bytes(), step), expected, "in steps of {step}");
        }
    }
}

#[test]
fn columns_come_from_the_statement_or_the_table() {
    for (text, expected) in [
        (POSTGRES, vec![vec!["id", "caller", "body"], vec!["id", "caller", "body"], vec!["id", "text"]]),
        (MYSQL, vec![vec!["id", "kind", "body"]]),
        (SERVER, vec![vec!["id", "body"]]),
    ] {
        let mut framer = Dump::new(text.as_bytes());
        run(&mut framer, text.as_bytes(), text.len());
        let columns: Vec<_> = framer.tables[1..].iter().map(|table| table.columns.clone()).collect();
        assert_eq!(columns, expected);
    }
}

#[test]
fn a_lost_quote_takes_no_row_with_it() {
    let whole = "INSERT INTO `c` VALUES (1,'ab'),(2,'cd'),(3,'e,f'),(4,'gh');\nINSERT INTO `c` VALUES (5,'ij');\n";
    let sound = rows(whole.as_bytes(), 7);
    for (at, byte) in whole.bytes().enumerate().filter(|(at, byte)| *at > 24 && *byte == b'\'') {
        let mut damaged = whole.as_bytes().to_vec();
        damaged.remove(at);
        let found = rows(&damaged, damaged.len());
        let lost: Vec<_> = sound.iter().filter(|row| !found.contains(row)).collect();
        assert!(lost.len() <= 1, "without {} at {at}: {found:?}", char::from(byte));
    }
}

#[test]
fn a_semicolon_that_is_the_last_byte_at_hand_may_not_be_the_last_of_its_line() {
    let text = b"(.\nINSERT INTO a VALUES ((,.\n,.\n,);.\n(1),\n(2);\nx),\n INSERT INTO a VALUES (;)\nINSERT INTO b VALUES (3);";
    let whole = rows(text, text.len());
    for step in 1..text.len() {
        assert_eq!(rows(text, step), whole, "in steps of {step}");
    }
}

#[test]
fn prose_is_no_dump() {
    for text in ["Insert into this form what you know.\nCopy me in.\n", "-- note\nhello\n", "Create table, said he\n"] {
        assert!(!sniff(text.as_bytes()), "{text}");
    }
}

proptest! {
    #[test]
    fn rows_do_not_depend_on_the_pieces(
        text in "(INSERT INTO a VALUES |COPY b \\(c\\) FROM stdin;\n|\\(|\\)|'|\"|,|;|\\\\|1|x| |\n|\\.\n|--|/\\*|\\*/|\\$\\$){0,40}",
        step in 1usize..20,
    ) {
        let whole = run(&mut Dump::new(text.as_bytes()), text.as_bytes(), text.len().max(1));
        let parts = run(&mut Dump::new(text.as_bytes()), text.as_bytes(), step);
        prop_assert_eq!(whole, parts);
    }
}
