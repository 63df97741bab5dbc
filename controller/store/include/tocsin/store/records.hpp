// SPDX-License-Identifier: Apache-2.0
// The controller's records as values. Nothing here knows SQL; nothing outside this room does
// either.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/messages/manifest.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/fit.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// A point of the earth, WGS 84 degrees.
struct GeoPlace {
    double latitude = 0;   ///< -90 to 90, north is positive
    double longitude = 0;  ///< -180 to 180, east is positive
    bool operator==(GeoPlace const&) const = default;
};

/// A screen (电子屏): a public surface with pixels, a place, a unit.
struct Screen {
    ScreenId id;
    std::string name;  ///< as people call it, e.g. "东门户外屏"
    std::string unit;  ///< handle of the owning unit
    std::vector<std::string> tags;
    int width = 0, height = 0;
    std::string zone = "Asia/Shanghai";
    std::string seed;  ///< sync group, or empty
    std::vector<playlists::Opening> opening;
    std::optional<messages::PublicKey> player;  ///< bound player's key
    std::optional<Digest> tokenDigest;          ///< SHA-256 of the unused one-time enrolment token
    /// The token is worth nothing from then on; nothing: it was given out before tokens ended.
    std::optional<Instant> tokenExpires;
    bool tokenReplaces = false;  ///< it may take the place of a player that is connected
    /// Pixels a second of the house's films that one core of the player's machine decodes, as it
    /// measured; 0: not known.
    std::int64_t decodeRate = 0;
    bool retired = false;
    Instant added;
    std::optional<GeoPlace> place;  ///< where it stands; nothing: nobody said
    /// Division in which it stands (GB/T 2260, GB/T 10114), 6 to 12 digits; empty: its unit's
    /// holds.
    std::string code;
    /// What papers say of it; each empty: nobody said. Where it hangs (安装位置, "门诊楼东门"),
    /// what it is (类型, "户外LED屏"), who answers for it (责任人) and how to call them, and its
    /// number in the office's inventory (资产编号).
    std::string location, type, responsible, phone, serial;
    /// 离线: its player has no network and is visited with a U盘, so that its manifests reach to
    /// the end of its campaigns.
    bool offlineSite = false;
    bool operator==(Screen const&) const = default;
};

/// A time during which a player drove a screen. A player drives one screen at a time, and a screen
/// is driven by one player.
struct Binding {
    ScreenId screen;
    Instant from;
    std::optional<Instant> to;  ///< nothing: it still does
    bool operator==(Binding const&) const = default;
};

/// A player's key that is not believed any more, until an operator lets it in again.
struct Revocation {
    messages::PublicKey player;
    ScreenId screen;  ///< that it drove then
    Instant at;
    std::string who, reason;
    bool operator==(Revocation const&) const = default;
};

/// A spare player (备机): it drives no screen, and has loaded what these screens show.
struct Spare {
    messages::PublicKey player;
    std::vector<std::string> screens;  ///< ids; empty, as unit and tag: all of its reach
    std::string unit, tag;             ///< all screens of this unit, or with this tag
    int width = 0, height = 0;         ///< pixels of its output
    std::string who;
    Instant added;
    bool operator==(Spare const&) const = default;
};

/// An asset (素材). Its record is never deleted, only retired: history refers to it.
struct Asset {
    ContentRef content;  ///< identity is content.asset; the file is stored under content.rendition
    std::string handle;  ///< unique name used in campaign files and plans, e.g. "extinguisher"
    std::string title;   ///< what people call it; until somebody says otherwise `broughtAs`
    playlists::AssetKind kind = playlists::AssetKind::film;
    std::int64_t bytes = 0;        ///< of the file under content.rendition
    std::int64_t uploadBytes = 0;  ///< of the file under content.asset, which quotas count
    /// False: it is still being made what screens can show, or that failed; its Conversion says
    /// how far. No campaign that holds it can be submitted.
    bool ready = true;
    Milliseconds duration{};                ///< films: measured; all others: default showing time
    std::string codec;                      ///< empty for slogans and streams
    int width = 0, height = 0;              ///< 0 for slogans and streams
    std::int64_t rateNum = 0, rateDen = 1;  ///< films: frames a second; 0: not known
    bool sound = false;
    /// The word by which rules keep assets apart (`avoid` in campaign files), or empty.
    std::string category;
    /// First and last local day on which it may be shown, both inclusive; absent: no bound.
    std::optional<playlists::LocalDay> usableFrom, usableUntil;
    /// How a film or picture of another shape is put on the screen; absent: the player's own way.
    std::optional<Fit> fit;
    /// What it was brought in as, whatever it is called since: the upload's file name, the slogan's
    /// whole text, the stream's address as people may see it.
    std::string broughtAs;
    std::string description;
    std::vector<std::string> tags;  ///< in the order in which they were given, no two alike
    std::string folder;             ///< like "安全月/2026/消防", or empty
    std::string owner;              ///< the unit or person that answers for it
    std::string licence;            ///< source and terms
    /// Last local day that the licence allows, inclusive; absent: no end.
    std::optional<playlists::LocalDay> licenceUntil;
    bool retired = false;
    /// Since when its bytes are gone; only of retired ones. The same bytes bring it back.
    std::optional<Instant> deleted;
    Instant added;
    bool operator==(Asset const&) const = default;
};

/// For which screens a file is made from an asset.
struct ScreenClass {
    int width = 0, height = 0;  ///< pixels of the screen; 0: no class of screens, the house master
    Fit fit = Fit::contain;
    auto operator<=>(ScreenClass const&) const = default;
};

/// Waiting ones are worked on in turn; paused ones wait for a person; the others are ends.
enum class ConversionState { waiting, paused, done, failed };
[[nodiscard]] std::string_view toString(ConversionState state);

/// A file made from an asset, or to be made: its house master, or a rendition of that for one class
/// of screens. What is made on the way lies outside the database.
struct Conversion {
    Digest asset;
    ScreenClass screens;
    ConversionState state = ConversionState::waiting;
    std::vector<std::string> needs;         ///< masters: why, in the words of media::Verdict::needs
    Milliseconds length{};                  ///< of what is converted; 0 for pictures
    std::int64_t rateNum = 0, rateDen = 1;  ///< frames a second that it gets; 0: those it has
    bool sound = false;                     ///< of what is converted
    std::string reason;                     ///< failed: why; waiting: what it waits for, or empty
    std::optional<Digest> result;           ///< done: of the file
    std::int64_t bytes = 0;                 ///< done: of the file
    std::string owner;                      ///< principal whose asset asked for it
    Instant asked;                          ///< the order in which they are worked on
    Instant touched;
    /// Renditions that are done: what the approval key signed of where the file came from (an
    /// envelope, JSON); empty: made before there were such records.
    std::string record{};
    bool operator==(Conversion const&) const = default;
};

/// What was found in a film of the house when all of it was looked at, for the editor's sake.
struct Examination {
    Digest master;       ///< the file that was looked at
    std::string report;  ///< JSON text as the library writes it; empty: it could not be looked at
    Instant at;
    bool operator==(Examination const&) const = default;
};

/// A document that was brought in as a picture a page.
struct Document {
    Digest document;            ///< SHA-256 of its bytes, which are not kept
    std::vector<Digest> pages;  ///< their assets, in order
    bool operator==(Document const&) const = default;
};

/// Receiving and checking are under way; the others are ends.
enum class UploadState { receiving, checking, done, refused, terminated, expired };
[[nodiscard]] std::string_view toString(UploadState state);

/// A resumable upload. Its bytes lie outside the database; while it is being received, how many
/// there are is what their file says.
struct Upload {
    UploadId id;
    std::string owner;          ///< principal who began it
    std::string unit;           ///< whose quota it counts against, or empty
    std::string metadata;       ///< as the client sent it: "key base64,key base64"
    std::int64_t length = 0;    ///< of the whole file, bytes
    std::int64_t received = 0;  ///< bytes when it was last written down; there may be more
    UploadState state = UploadState::receiving;
    std::string reason;            ///< refused: why; checking: what the check waits for, or empty
    std::optional<Digest> digest;  ///< of the whole file, as soon as it is known
    bool isNew = false;            ///< done: these bytes made a new asset
    Instant begun;
    Instant touched;  ///< last progress
    bool operator==(Upload const&) const = default;
};

/// The last local day on which the asset may be shown, by its own bound and by its licence's.
[[nodiscard]] std::optional<playlists::LocalDay> lastDay(Asset const& asset);

enum class AssetOrder {
    handle,
    added,   ///< the newest first
    expires  ///< that with the nearest last day first, those without one last
};
enum class AssetUse { inUse, retired, any };

/// Where a page of assets ended.
struct AssetPlace {
    std::string key;     ///< by the order that was asked for
    std::string handle;  ///< among equal keys
    bool operator==(AssetPlace const&) const = default;
};

/// Which assets are meant: all that is said must hold. Texts are compared as folded() makes them.
struct AssetQuery {
    /// Words with blanks between; each must stand somewhere in handle, title, what it was brought
    /// in as, description, tags, folder, owner or licence, also inside a longer word.
    std::string search;
    std::vector<std::string> tags;
    std::string folder;  ///< with all folders below it
    std::optional<playlists::AssetKind> kind;
    std::optional<std::string> category;             ///< exactly; "" for those without one
    std::optional<playlists::LocalDay> expiresBy{};  ///< its last day is this or earlier
    AssetUse use = AssetUse::inUse;
    AssetOrder order = AssetOrder::handle;
    std::optional<AssetPlace> after{};
    std::size_t most = 100;
    /// Only what belongs to one of these, or to none ("" is then not needed); nothing: to any.
    std::optional<std::vector<std::string>> units{};
};

struct AssetPage {
    std::vector<Asset> assets;
    std::int64_t total = 0;          ///< on all pages
    std::optional<AssetPlace> next;  ///< where the next page begins, if there is one
};

/// A category of the office's list. Assets carry its word, and may carry words that are not in it.
struct Category {
    std::string word;
    std::string chinese, english;  ///< what people call it; empty: the word
    bool operator==(Category const&) const = default;
};

/// A word that slogans should not hold: a mistake, or a word to be careful with.
struct WrongWord {
    std::string wrong;
    std::string right;  ///< what is meant by it; empty: there is no other word to take
    std::string note;   ///< for the editor
    bool operator==(WrongWord const&) const = default;
};

/// The theme of an activity, to the letter.
struct Theme {
    std::string title;   ///< of the activity, e.g. "安全生产月"
    std::string text;    ///< e.g. "人人讲安全、个个会应急——排查身边安全隐患"
    std::string period;  ///< when it holds, as people write it, e.g. "2025"
    bool operator==(Theme const&) const = default;
};

/// From which a unit makes its slogans (标语模板): a style, and words with blanks in them.
struct SloganTemplate {
    std::string unit;   ///< handle of the unit whose it is; empty: all units use it
    std::string name;   ///< differs within the unit, e.g. "倒计时"
    std::string text;   ///< e.g. "距[活动]还有{days-until:[日期]}天"; empty: a style alone
    std::string style;  ///< JSON object: the keys of a slogan's style that it sets
    std::string note;   ///< what it is for, for the editor
    bool operator==(SloganTemplate const&) const = default;
};

/// A character that no font has (生僻字), as the office brought it in a picture.
struct OfficeCharacter {
    std::string character;  ///< UTF-8, one code point
    std::string dots;       ///< base64, as media::drawnText() has it behind the code point
    bool operator==(OfficeCharacter const&) const = default;
};

/// Of a playlist, and of a campaign with its playlists' items.
inline constexpr std::size_t kMostItems = 1'000;

/// A playlist (播放列表): assets in order, the same one again if it is meant to come again.
struct Playlist {
    std::string handle;
    std::int64_t revision = 1;  ///< counts changes of its items
    std::string title;
    std::vector<Digest> items;
    std::string owner;  ///< principal who added it
    bool retired = false;
    Instant changed;
    std::string unit{};  ///< whose it is; empty: the whole site's
    bool operator==(Playlist const&) const = default;
};

/// One of the items that a campaign's file names, and how many assets it stands for.
struct CampaignPart {
    std::string playlist;  ///< handle; empty: an asset
    std::size_t items = 1;
    bool operator==(CampaignPart const&) const = default;
};

enum class CampaignState { draft, submitted, approved, retired };
[[nodiscard]] std::string_view toString(CampaignState state);

/// A campaign (播放任务) as its file says it, and how far it has come.
struct Campaign {
    CampaignId id;
    std::int64_t revision = 1;  ///< counts applied changes
    CampaignState state = CampaignState::draft;
    std::string title;
    std::string file;             ///< the campaign file as applied, TOML text
    std::vector<Digest> slogans;  ///< assets made from the file's slogans, in its order
    std::vector<Digest> items;    ///< the file's items resolved to assets, in its order
    std::string owner;            ///< principal who applied it
    Instant changed;
    /// The file's items, if any of them is a playlist; empty: each is one of `items`.
    std::vector<CampaignPart> parts{};
    std::string unit{};  ///< whose it is; it reaches no screen outside. Empty: the whole site's
    std::string submitter{};  ///< principal who submitted it last
    bool operator==(Campaign const&) const = default;
};

/// Whom a settings file is for: one screen, or all screens with a tag or of a unit.
enum class SettingsScope { screen, tag, unit };
[[nodiscard]] std::string_view toString(SettingsScope scope);

/// What screens need whatever they show (brightness, volume, quiet zones, powered hours), as the
/// file that was applied says it.
struct SettingsFile {
    SettingsScope scope = SettingsScope::screen;
    std::string name;  ///< the screen's id, the tag, or the unit
    std::string file;  ///< TOML text
    Instant changed;
    bool operator==(SettingsFile const&) const = default;
};

/// An immutable blob of the compiler: bytes addressed by digest.
struct TimelineFile {
    Digest digest;
    std::string bytes;
    bool operator==(TimelineFile const&) const = default;
};

/// A span of a screen's released plan. The first released span for an instant is the denominator of
/// 完成率.
struct ReleasedSpan {
    ScreenId screen;
    messages::ManifestVersion version;  ///< manifest that first carried it
    messages::Span span;                ///< `to` shrinks when a later manifest takes over earlier
    bool operator==(ReleasedSpan const&) const = default;
};

struct ReleasedManifest {
    ScreenId screen;
    messages::ManifestVersion version;
    Instant issued;
    Instant expires;
    std::string envelope;  ///< JSON text as sent
    bool operator==(ReleasedManifest const&) const = default;
};

/// How far the ledger has a player's rows: the high-water mark that makes ingest idempotent.
struct LedgerMark {
    std::int64_t epoch = 0;
    std::int64_t batch = 0;
    std::int64_t sequence = 0;
    Digest header;  ///< of that batch; the next one's `prev`
    bool operator==(LedgerMark const&) const = default;
};

/// What a screen's player was ordered beside its plan.
struct ScreenOrder {
    ScreenId screen;
    messages::ManifestVersion newest;   ///< of its newest command of any sort
    bool blanked = false;               ///< it is to be black
    messages::ManifestVersion version;  ///< of the newest order to be black, or to go on
    std::string envelope;               ///< of that order; empty: there never was one
    Instant since, expires;             ///< of that order
    std::string who, reason;            ///< of that order
    bool operator==(ScreenOrder const&) const = default;
};

/// Consecutive rows of a batch that belong to one screen.
struct LedgerShare {
    ScreenId screen;
    std::string zone;  ///< the screen's, for daily rollups
    std::size_t rows = 0;
    bool operator==(LedgerShare const&) const = default;
};

/// One ingested batch with what names were in force when it came.
struct LedgerBatch {
    ScreenId screen;
    std::string zone;  ///< the screen's, for daily rollups
    Instant received;
    std::string text;  ///< the batch exactly as it came
    messages::VerifiedBatch verified;
    /// Whose the rows are, all of them in order, if the player drove several screens meanwhile;
    /// empty: all are `screen`'s.
    std::vector<LedgerShare> shares = {};
};

/// What people called a screen and its unit.
struct ScreenNames {
    std::string screen;
    std::string unit;      ///< handle of its unit
    std::string unitName;  ///< empty: the unit had none
    Instant since{};       ///< the first row that came in with these names
    bool operator==(ScreenNames const&) const = default;
};

/// A play as reports see it.
struct LedgerPlay {
    ScreenId screen;
    messages::PlayRecord record;
    std::string assetName;      ///< as it was at ingest
    std::string campaignTitle;  ///< as it was at ingest
    Instant received;
};

/// A row as far as time is concerned; its fields as in messages::PlayRecord.
struct PlayTime {
    Instant start, end;
    std::int64_t shownMs = 0;
    Digest timeline;
    std::int64_t index = -1;
    messages::PlayResult result = messages::PlayResult::complete;
    messages::EvidenceTier tier = messages::EvidenceTier::composed;
    messages::ClockState clock = messages::ClockState::synced;
    std::string reason;
    Instant received;  ///< its batch
    bool operator==(PlayTime const&) const = default;
};

/// From when to when a player lost the rows that it wrote.
struct LostRows {
    Instant from, to;
    bool operator==(LostRows const&) const = default;
};

/// Sums of plays. Every figure adds up over any grouping.
struct PlayTotals {
    std::int64_t complete = 0, partial = 0, failed = 0, preempted = 0;
    std::int64_t shownMs = 0;
    Instant first, last;  ///< start of the first and of the last play counted
    /// Of the complete plays, those with evidence of at least this tier: an output took them, the
    /// panel answered, there is a photograph.
    std::int64_t delivered = 0, answered = 0, photographed = 0;
    bool operator==(PlayTotals const&) const = default;
};

/// Totals of one screen, asset and campaign, over a day or an hour.
struct PlaySum {
    ScreenId screen;
    Digest asset;
    std::string assetName;
    CampaignId campaign;
    std::string campaignTitle;
    std::string bucket;  ///< local day "2026-06-01", or hour "2026-06-01T08:00:00.000Z" (UTC)
    PlayTotals totals;
};

/// Complete plays of a campaign on a screen and local day.
struct DayPlays {
    CampaignId campaign;  ///< empty: plays of the fallback loop
    std::int64_t complete = 0;
    Instant last;  ///< start of the last row, whatever came of it
    bool operator==(DayPlays const&) const = default;
};

/// Plays of one asset of a campaign that a screen gave up for one reason.
struct PreemptedPlays {
    CampaignId campaign;  ///< empty: plays of the fallback loop
    std::string campaignTitle;
    Digest asset;
    std::string assetName;
    std::int64_t plays = 0;
    std::int64_t lostMs = 0;        ///< of what was planned, not shown in any row of those plays
    Instant first, last;            ///< start of the first and of the last row
    std::vector<Instant> starts{};  ///< of each play its first row, in no order
    bool operator==(PreemptedPlays const&) const = default;
};

/// What a campaign was owed on a screen when a local day's plan was settled (make-good). Kept, so
/// that rows which come in later change no plan that was made with it.
struct DayDebt {
    ScreenId screen;
    std::string day;  ///< "2026-06-01", local to the screen
    CampaignId campaign;
    std::int64_t owed = 0;  ///< plays lost on the days before and not made good since
    bool operator==(DayDebt const&) const = default;
};

/// A picture of a screen's output that a player sent. What it shows stands in the envelope, the
/// file lies outside the database under its digest.
struct KeptPicture {
    std::int64_t number = 0;  ///< given by the store, ascending
    Digest picture;           ///< SHA-256 of the file
    ScreenId screen;
    CampaignId campaign;  ///< of the play that it shows, or empty
    Instant at;           ///< when it was taken, fleet time
    Instant received;
    messages::PublicKey player;  ///< all zero of a photograph
    std::string envelope;   ///< JSON text as it came; the payload is a messages::Evidence. Of a
                            ///< photograph: what proof says of it, which nobody has signed
    std::string warning{};  ///< id of the warning that it shows, or empty
    std::string addedBy{};  ///< a photograph by a person: the account; empty: the player took it
    bool operator==(KeptPicture const&) const = default;
};

/// Pictures of [from, to), the newest first.
struct PictureQuery {
    std::optional<ScreenId> screen;
    std::optional<CampaignId> campaign;
    Instant from, to;
    /// Goes on behind this picture: its time and number.
    std::optional<std::pair<Instant, std::int64_t>> after;
    std::size_t most = 100;
    std::optional<std::vector<ScreenId>> screens{};  ///< only of these; nothing: of any
    std::optional<std::string> warning{};            ///< only those that show it
};

/// Who did what to which thing. Written in the same transaction as the change.
struct AuditEntry {
    std::string who;
    std::string action;   ///< "screen.add", "campaign.approve", …
    std::string subject;  ///< id of the thing
    std::string detail;
    bool operator==(AuditEntry const&) const = default;
};
struct AuditRow {
    std::int64_t number = 0;
    Instant at;
    AuditEntry entry;
    Digest chain{};  ///< over this row and all before it, as audit_chain.hpp has it
};
struct AuditQuery {
    std::int64_t after = 0;   ///< rows of larger numbers
    std::int64_t before = 0;  ///< rows of smaller numbers; 0: no end
    bool newestFirst = false;
    std::string who, subject;  ///< exactly this; empty: any
    std::string action;        ///< exactly this, or all that begin so if it ends with '.'
    std::size_t most = 100;
};

}  // namespace tocsin::store
