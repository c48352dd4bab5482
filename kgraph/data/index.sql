-- The index of a build: what the graph says, as tables, so that a question costs what its answer costs and not what the graph costs.
-- A node's number (n) is a hash of its IRI. That of an event or an article begins with its day, so that both are in the order of time.
-- Numbers follow from the graph alone and are the same in each build of it, but answers name nodes by their IRIs.
-- "" stands for what is not known, lists are JSON arrays, and offsets count code points of the article's text.

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE type (
    name TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    parent TEXT NOT NULL,        -- the type right above it, "" for "Event"
    root TEXT NOT NULL,          -- the type below "Event" that its branch begins with
    plover TEXT NOT NULL,
    cameo TEXT NOT NULL,
    orientation TEXT NOT NULL,
    symmetric INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE article (
    n INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    published TEXT NOT NULL,     -- a day or a time of a day, ISO 8601
    publisher TEXT NOT NULL,
    url TEXT NOT NULL,
    authors TEXT NOT NULL,
    file TEXT NOT NULL,
    text TEXT NOT NULL,          -- last, so that whoever asks for the rest does not read it
    undated INTEGER AS (published = '') VIRTUAL
);

-- Articles that repeat a text, each with the first article that has it (kg:sameTextAs).
CREATE TABLE repeat (article INTEGER PRIMARY KEY, first INTEGER NOT NULL);

CREATE TABLE entity (
    n INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    named INTEGER NOT NULL,      -- 0: only described, as "the driver"
    country TEXT NOT NULL,
    sector TEXT NOT NULL,
    titles TEXT NOT NULL,
    links TEXT NOT NULL,         -- owl:sameAs
    members TEXT NOT NULL,       -- IRIs
    mentions INTEGER NOT NULL,
    events INTEGER NOT NULL,     -- in how many it takes part
    confidence REAL NOT NULL
);

-- All names of an entity, its label included.
CREATE TABLE alias (entity INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (entity, name)) WITHOUT ROWID;

-- Which chains of articles an entity is made of; the chain's IRI is the article's with "#chain-" and the number.
CREATE TABLE chain (article INTEGER NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (article, number)) WITHOUT ROWID;

CREATE TABLE event (
    n INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    root TEXT NOT NULL,
    code TEXT NOT NULL,          -- the PLOVER root of the event, which may be another than its type's
    factuality TEXT NOT NULL,
    begin TEXT NOT NULL,         -- the first day, as precise as it is known
    "end" TEXT NOT NULL,         -- the last day, "" where it is open
    precision TEXT NOT NULL,
    stated INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    confidence REAL NOT NULL,
    tags TEXT NOT NULL,          -- type, types above it and factuality as words that the full-text index finds (kgraph.index.tags)
    -- Days that can be compared: of a time that is open on one side, the other side; and where the event stands in the order of time.
    first TEXT AS (CASE begin WHEN '' THEN "end" ELSE begin END) VIRTUAL,
    last TEXT AS (CASE "end" WHEN '' THEN begin ELSE "end" END) VIRTUAL,
    moment TEXT AS (CASE WHEN stated AND begin != '' THEN begin ELSE "end" END) VIRTUAL,
    undated INTEGER AS (moment = '') VIRTUAL
);

CREATE TABLE participant (event INTEGER NOT NULL, role TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (event, role, entity)) WITHOUT ROWID;

-- sem:subEventOf
CREATE TABLE part (event INTEGER NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (event, whole)) WITHOUT ROWID;

CREATE TABLE report (
    n INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    event INTEGER NOT NULL,
    article INTEGER NOT NULL,
    quote TEXT NOT NULL,         -- the sentence
    start INTEGER NOT NULL,      -- where the sentence begins in the text
    trigger_begin INTEGER NOT NULL,  -- in the quote
    trigger_end INTEGER NOT NULL,
    polarity TEXT NOT NULL,
    modality TEXT NOT NULL,
    future INTEGER NOT NULL,
    source TEXT NOT NULL,        -- who says so, in words; "" the article itself
    speaker INTEGER,             -- the entity behind it, where there is one
    cue TEXT NOT NULL,
    code TEXT NOT NULL,          -- the report's own PLOVER root, where it is not its type's
    confidence REAL NOT NULL,
    begin TEXT NOT NULL,         -- the first day that its words state
    "end" TEXT NOT NULL          -- the last one, "" where it is open
);

-- How many a report counts: of those to whom it happens, an entity that its words count ("twelve miners").
CREATE TABLE figure (report INTEGER NOT NULL, entity INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (report, entity)) WITHOUT ROWID;

CREATE TABLE mention (article INTEGER NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL, entity INTEGER NOT NULL,
    PRIMARY KEY (article, begin, "end", entity)) WITHOUT ROWID;

-- The orders of events (kgraph.ask.events); each ends in what no other event has.
CREATE INDEX event_reported ON event (articles, reports, moment, iri);
CREATE INDEX event_time ON event (undated, moment, iri);
CREATE INDEX event_newest ON event (moment, iri);
CREATE INDEX event_surest ON event (confidence, articles, iri);
CREATE INDEX event_first ON event (first);
-- What events are filtered and counted by, so that nobody goes through their texts for it.
CREATE INDEX event_facts ON event (confidence, type, factuality, code, stated, begin, "end", precision, articles, iri);
CREATE INDEX event_type ON event (type);
CREATE INDEX event_disputed ON event (articles, reports, moment, iri) WHERE factuality = 'disputed';
CREATE INDEX entity_events ON entity (events, mentions, iri);
CREATE INDEX entity_mentions ON entity (mentions, iri);
CREATE INDEX entity_name ON entity (name, iri);
CREATE INDEX entity_country ON entity (country) WHERE country != '';
CREATE INDEX article_published ON article (published, iri);
CREATE INDEX article_oldest ON article (undated, published, iri);
CREATE INDEX article_headline ON article (headline, iri);
CREATE INDEX alias_name ON alias (name COLLATE NOCASE);
CREATE INDEX chain_entity ON chain (entity);
CREATE INDEX participant_entity ON participant (entity, event);
CREATE INDEX part_whole ON part (whole);
CREATE INDEX report_event ON report (event, article);
CREATE INDEX report_said ON report (event) WHERE source != '';
CREATE INDEX report_said_where ON report (article, iri) WHERE source != '';
CREATE INDEX report_article ON report (article, iri);
CREATE INDEX report_time ON report (event, begin, "end") WHERE begin != '';
CREATE INDEX report_speaker ON report (speaker, article, iri) WHERE speaker IS NOT NULL;
CREATE INDEX mention_entity ON mention (entity);

-- What can be searched for (docs/search.md). The words are indexed here; the texts stand in the tables above.
-- Names and sentences are separated by a character of private use that counts as a word, so that no phrase runs over two of them.
CREATE VIEW event_document (n, label, quotes, tags) AS
    SELECT n, label, (SELECT group_concat(quote, ' ' || char(57344) || ' ') FROM (SELECT DISTINCT quote FROM report WHERE event = event.n)), tags
    FROM event;
CREATE VIEW entity_document (n, name, aliases) AS
    SELECT n, name, (SELECT group_concat(name, ' ' || char(57344) || ' ') FROM alias WHERE entity = entity.n AND name != entity.name)
    FROM entity;
CREATE VIRTUAL TABLE article_text USING fts5 (headline, text, content = article, content_rowid = n,
    tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co'", prefix = '3');
CREATE VIRTUAL TABLE event_text USING fts5 (label, quotes, tags, content = event_document, content_rowid = n,
    tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co'", prefix = '3');
CREATE VIRTUAL TABLE entity_text USING fts5 (name, aliases, content = entity_document, content_rowid = n,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co'", prefix = '1 2 3');
