// SPDX-License-Identifier: Apache-2.0
// What a command line asks for, as values.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "activity_commands.hpp"
#include "filing_commands.hpp"
#include "filing_rollup_commands.hpp"

namespace tocsin::cli {

struct ScreenList {};
struct ScreenShow {
    std::string screen;
};
struct ScreenAdd {
    std::string screen, size, name, unit, zone = "Asia/Shanghai", seed;
    std::vector<std::string> tags, opening;
    std::string place, code;                     ///< where it stands; empty: not given
    std::map<std::string, std::string> paper{};  ///< "location" and others that were given
};
/// What is said anew of a screen; an empty text takes away what is there.
struct ScreenSet {
    std::string screen;
    std::optional<std::string> name, place, code;
    std::vector<std::string> tags;  ///< in the stead of those it has; empty: not given
    bool noTags = false;
    std::map<std::string, std::string> paper{};  ///< "location" and others that were given
    std::optional<bool> offlineSite{};           ///< without a network
};
struct ScreenPair {
    std::string code, screen;
    bool replace = false;  ///< a player that is connected
};
struct ScreenToken {
    std::string screen;
    bool replace = false;
    int days = 30;
};
/// Many screens from a table.
struct ScreenImport {
    std::string file, out, address;
    bool dryRun = false, update = false;
    int days = 30;
};
struct ScreenRevoke {
    std::string screen, reason;
};
/// For these screens, or else for all of a unit or with a tag.
struct SpareAdd {
    std::string code, unit, tag;
    std::vector<std::string> screens;
};
struct SpareList {};
struct SpareRemove {
    std::string player;
};
struct ScreenRetire {
    std::string screen;
};
/// Black at once, or on again: these, or all.
struct ScreenBlank {
    std::vector<std::string> screens;
    bool all = false, blank = true;
    std::string reason;
};
/// To be done once, by these screens or by those of a unit, a tag, or all.
struct ScreenDeed {
    std::string action, value;
    std::string holds;  ///< "10m"; empty: as long as is usual
    std::vector<std::string> screens;
    bool all = false;
    std::string unit, tag;
    std::string at;            ///< instant; empty: at once
    std::string valid;         ///< "10m"; empty: as long as is usual
    std::string reason, name;  ///< name: its id, so that asking twice does it once
    bool wait = false;
};
struct CommandList {
    std::string screen, since;
    int limit = 50;
};
struct CommandShow {
    std::string id;
};
struct CommandCancel {
    std::string id;
};
/// Shows the settings, unless there is a file to apply or they are to be cleared.
struct ScreenSettings {
    std::string screen, file;
    bool clear = false;
};
/// The same of the quiet zones of one tag or unit; lists all of them if neither is given.
struct ScreenQuiet {
    std::string tag, unit, file;
    bool clear = false;
};
/// Its output as a picture, taken now.
struct ScreenShot {
    std::string screen, out;
};
/// What photographs know it by, as a PDF file.
struct ScreenSticker {
    std::string screen, out, language;  ///< language: "zh", "en", or empty for the user's
};
struct EvidenceList {
    std::string screen, campaign, from, to, after;  ///< empty: not given
    int limit = 100;
    std::string warning = {};  ///< empty: not given
};
struct EvidenceGet {
    std::string picture, out;
};
/// Photographs by people.
struct EvidenceAdd {
    std::vector<std::string> paths;          ///< files, and folders with files
    std::string screen, campaign, at, note;  ///< empty: not given
};
/// The pictures of an activity or a warning as a page in a folder, with the pictures beside it.
struct EvidenceGallery {
    std::string campaign, warning, screen, from, to;  ///< empty: not given
    std::string out, language;  ///< language: "zh", "en", or empty for the user's
};

/// What is said of an asset: absent is not said, empty takes away.
struct MediaProperties {
    std::optional<std::string> category, from, until, fit;
    std::optional<std::string> title, description, folder, owner, licence, licenceUntil;
    std::vector<std::string> tags;  ///< "x" or "+x" adds one, "-x" takes one away
    bool noTags = false;            ///< takes away those it has
};
/// Either files or a stream. Absent members are left to the controller's defaults.
struct MediaAdd {
    std::vector<std::string> files;
    std::string stream;     ///< an address
    std::string transport;  ///< of the stream
    std::optional<int> latencyMs;
    std::string handle;
    std::string unit;  ///< whose quota it counts against
    std::optional<int> seconds;
    bool noWait = false;  ///< for what has to be converted
    MediaProperties properties;
};
struct MediaList {
    std::string search, folder, kind, category, sort, after;  ///< empty: not given
    std::vector<std::string> tags;
    std::optional<int> expiringDays, limit;
    bool retired = false;
};
struct MediaShow {
    std::string handle;
};
struct MediaSet {
    std::string handle;
    MediaProperties properties;
};
/// Takes an asset out of use, or deletes the bytes of one that is.
struct MediaRetire {
    std::string handle;
};
struct MediaDelete {
    std::string handle;
};

/// A small picture of an asset, or a short clip of a film, into a file.
struct MediaLook {
    std::string what;  ///< thumbnail, preview
    std::string handle, out;
};
/// Conversions of one asset, or of all.
struct MediaConvert {
    std::string order;   ///< list, pause, resume, again
    std::string handle;  ///< empty: all
};

struct MediaUsage {};

struct CategoryList {};
struct CategorySet {
    std::string word, chinese, english;
};
struct CategoryRemove {
    std::string word;
};

struct PlaylistList {
    bool retired = false;  ///< retired ones too
};
struct PlaylistShow {
    std::string playlist;
};
/// Adds one, or changes one that is there: then what is absent or empty stays.
struct PlaylistPut {
    std::string playlist;
    std::optional<std::string> title;
    std::vector<std::string> assets;
    bool isNew = false;
};
struct PlaylistRetire {
    std::string playlist;
};

/// What was said of a slogan's style, by the API's keys; what was not is left to the template, if
/// one is named, and else to the controller's defaults.
struct StyleWords {
    std::map<std::string, std::string> words;
    std::map<std::string, int> numbers;
};
/// From which template a slogan is made, and what stands in its blanks ("[日期]=2026-06-30"
/// without the brackets).
struct FilledTemplate {
    std::string name;
    std::vector<std::string> blanks;
};
struct MediaSlogan : StyleWords {
    std::string text, handle;
    FilledTemplate from;
    std::optional<int> seconds;
    MediaProperties properties;
};

/// A slogan of the library, or words with a style; on a screen, or on so many pixels.
struct SloganLook : StyleWords {
    std::string slogan, text;
    FilledTemplate from;
    std::string screen, size;
    std::optional<int> seconds;
};
struct SloganCheck : SloganLook {};
struct SloganPreview : SloganLook {
    std::string out;
    int scale = 1;
    double atSeconds = 0;
};

struct TemplateList {};
struct TemplateSet : StyleWords {
    std::string name, text, note;
};
struct TemplateRemove {
    std::string name;
};

struct CharacterList {};
struct CharacterSet {
    std::string character, file;
};
struct CharacterRemove {
    std::string character;
};

struct AuditList {
    std::string who, action, subject;
    int limit = 50;
    std::int64_t before = 0;
};
struct AuditVerify {
    std::string file, head;  ///< file empty: the controller's own trail
    std::string root;        ///< fingerprint that a file has to be signed under; empty: any
};
struct AuditExport {
    std::string out;
    std::string from, to;  ///< instants, half-open; empty: from the first, to the last row
};

/// Of the running controller, or of its data directory.
struct KeysShow {
    std::string data;  ///< empty: ask the controller
};
/// Issues a key set, while the controller is stopped.
struct KeysIssue {
    std::string order;  ///< rotate, revoke, generation
    std::string role, data;
    std::string rootKeyFile;            ///< the root's paper; "-": standard input; empty: root.key
    std::optional<std::int64_t> above;  ///< generation
    std::string tlsAuthority;           ///< digest; empty: as before
};
struct KeysRoot {
    std::string order;  ///< export, remove, import
    std::string data, rootKeyFile;
};

struct WordsList {};
struct WordsAdd {
    std::string wrong, right, note;
};
struct WordsRemove {
    std::string wrong;
};
struct WordsImport {
    std::string file;
};

struct ThemeList {};
struct ThemeSet {
    std::string title, theme, period;
};
struct ThemeRemove {
    std::string title;
};

struct CampaignApply {
    std::string file;
};
/// language: "zh", "en", or empty for the user's.
struct CampaignExample {
    std::string out, language;
};
struct CampaignList {};
struct CampaignShow {
    std::string campaign;
};
struct CampaignStep {
    std::string campaign, step;  ///< submit, retire
};
/// With a paper: what the others say is needed.
struct CampaignApprove {
    std::string campaign, remark, sheet;  ///< empty: not given
    std::string paper, signedBy, signedOn, code;
};

struct CampaignReturn {
    std::string campaign, reason;
};
struct CampaignApprovals {
    std::string campaign;
};
struct ReviewList {};
struct ReviewShow {
    std::string campaign, out;  ///< out: a folder; empty: only the terminal
};
struct ReviewForm {
    std::string campaign, out, language = "zh";
};
struct ReviewFind {
    std::string code;
};
struct ReviewScan {
    std::string campaign, number, out;
};
struct DelegationList {};
/// Instants as RFC 3339 has them.
struct DelegationAdd {
    std::string to, from, until, reason;
};
struct DelegationEnd {
    std::string id;
};
struct CampaignClone {
    std::string campaign, copy;
    std::string from, to, out, theme;  ///< empty: not given
};

/// Exactly one of date, diff and ics says what is asked.
struct Plan {
    std::string screen, date;
    std::string diff;  ///< a campaign
    std::optional<int> days;
    std::string ics, from, to;  ///< ics: a file
};
struct Explain {
    std::string screen, at;  ///< at empty: now
};
struct Compile {
    std::string file, date, zone;
};
struct Status {
    bool watch = false;
    int everySeconds = 2;
};
/// A loop of a screen's plan as files in a folder.
struct BundleRender {
    std::string screen, date, from, format, out;  ///< empty: as the controller has it
    std::optional<int> minutes, fps;
};
/// What screens without a network are told, on a U盘.
struct BundleExport {
    std::vector<std::string> screens;
    std::string out;
    bool verify = false;  ///< read all back
};
/// What their players wrote on it.
struct BundleImport {
    std::string folder;
    std::string bind, code;  ///< empty: no player is to be bound
    bool replace = false;
};
struct ProofExport {
    std::string from, to, out;
};
struct ProofVerify {
    std::string file, root;  ///< root empty: the bundle's own
    std::vector<std::string> cosigners;
};
struct ProofCheckpoint {
    bool make = false, list = false;
    std::string page;  ///< a file; empty: none
};
struct ProofCosignKey {
    std::string out;
};
struct ProofCosign {
    std::string checkpoint, key, name, out;
};
struct ProofCosigned {
    std::string file;
};
struct ReportMake {
    std::string which;                  ///< "plays", "seconds" or "gaps"
    std::string from, to, format, out;  ///< format empty: a table; out empty: standard output
    std::vector<std::string> by;        ///< not of gaps
    std::string language;               ///< of HTML, "zh" or "en"; empty: as everything else
};

struct ReportSubmit {
    std::string which, from, to, title, unit, reason;
    std::vector<std::string> by;
    std::int64_t of = 0;  ///< 0: it corrects none
};
struct ReportSubmitted {
    std::int64_t number = 0, revision = 0;  ///< 0: all; its newest
    std::string format, out;                ///< as of ReportMake
};
struct ReportAddendum {
    std::int64_t number = 0, revision = 0;
};

/// Files of secrets are empty where the person is asked, "-" for standard input.
struct Login {
    std::string account, passwordFile;
};
struct Logout {};
struct Whoami {};
/// Makes the first account of a controller and signs in.
struct Setup {
    std::string account, name, token, tokenFile, passwordFile;
};
/// Sets the password of an invited account and signs in.
struct Accept {
    std::string invitation, passwordFile;
};
struct PasswordChange {
    std::string oldFile, newFile;
};
/// Begins with a new secret, unless there is a code that puts the one before into force.
struct FactorTotp {
    std::string passwordFile, confirm;
};
struct FactorTotpOff {
    std::string passwordFile;
};
struct FactorPin {
    std::string passwordFile, pinFile;
};

struct UserList {};
struct UserShow {
    std::string account;
};
/// Roles as "editor", "editor@hospital" or, everywhere, "editor@".
struct UserAdd {
    std::string account, name, unit;
    std::vector<std::string> roles;
    bool program = false;
};
struct UserGrant {
    std::string account;
    std::vector<std::string> roles;
    bool revoke = false;
};
/// What PATCH changes of one.
struct UserChange {
    std::string account;
    std::optional<std::string> name, unit;
    std::optional<bool> disabled;
};
struct UserInvite {
    std::string account;
};
struct UserUnlock {
    std::string account;
};

struct UnitList {};
/// What is absent stays; a new one is called by its handle and stands at the top.
struct UnitSet {
    std::string unit;
    std::optional<std::string> name, parent, code;
};
struct UnitRemove {
    std::string unit;
};

struct TokenList {
    std::string account;
};
struct TokenCreate {
    std::string name, account;
    std::vector<std::string> scope;
    int days = 90;
};
struct TokenRevoke {
    std::string id;
};

struct StationList {};
struct StationRegister {
    std::string name, unit;
    bool replace = false;
};
struct StationRevoke {
    std::string id;
};

/// Changes of many screens that wait for a second person.
struct ChangeList {};
struct ChangeShow {
    std::string id;
};
struct ChangeStep {
    std::string id;
    bool confirmed = true;  ///< false: cancelled
};

/// Which screens a warning is for: all, or the union of what is named.
struct WarnWhere {
    bool all = false;
    std::vector<std::string> screens, units, tags, polygons, circles, codes;
};
/// A warning as a person asks for it: from a template, or in their own words.
struct WarnAsk {
    std::string from;  ///< a template's handle
    std::vector<std::string> fields;
    std::string time, area, issuer, level;
    std::string headline, event, body, instruction, icon;
    bool emergency = false;
    WarnWhere where;
    std::optional<int> minutes;
    std::string until, begins, look;  ///< empty: not given
    bool sound = false, drill = false, yes = false;
    int waitSeconds = 5;
};
struct WarnTemplates {};
struct WarnRaise : WarnAsk {};
struct WarnChange : WarnAsk {
    std::string id;
};
struct WarnList {
    bool all = false;
};
struct WarnShow {
    std::string id;
};
struct WarnStep {
    std::string id, step, reason;  ///< step: clear, release, reject
};
struct WarnExtend {
    std::string id, until;
    std::optional<int> minutes;
};
struct WarnIngest {
    std::string file;
};
struct WarnFeeds {
    std::string poll;  ///< a feed's name, or "all"; empty: only looks
};
struct WarnMakeGood {
    std::string id;
    bool plan = false;
};

/// The outbox.
struct MailList {
    std::string state, purpose;  ///< empty: any
    std::int64_t before = 0;     ///< 0: from the newest on
    int most = 100;
};
struct MailShow {
    std::string number;
};
struct MailStep {
    std::vector<std::string> numbers;
    bool again = true;  ///< false: cancelled
};
struct MailTest {
    std::string to;
    int waitSeconds = 60;
};

struct Trust {
    std::string address, fingerprint;  ///< empty: not given
};

using Verb = std::variant<
    ScreenList, ScreenShow, ScreenAdd, ScreenPair, ScreenToken, ScreenRetire, ScreenSettings,
    ScreenQuiet, ScreenShot, ScreenBlank, ScreenDeed, EvidenceList, EvidenceGet, MediaAdd,
    MediaList, MediaShow, MediaSet, MediaRetire, MediaDelete, MediaSlogan, MediaConvert, MediaLook,
    MediaUsage, CategoryList, CategorySet, CategoryRemove, PlaylistList, PlaylistShow, PlaylistPut,
    PlaylistRetire, CampaignApply, CampaignList, CampaignShow, CampaignStep, CampaignApprove,
    CampaignClone, Plan, Explain, Compile, Status, ReportMake, ReportSubmit, ReportSubmitted,
    ReportAddendum, BundleRender, SloganCheck, SloganPreview, TemplateList, TemplateSet,
    TemplateRemove, CharacterList, CharacterSet, CharacterRemove, AuditList, AuditVerify,
    AuditExport, KeysShow, KeysIssue, KeysRoot, WordsList, WordsAdd, WordsRemove, WordsImport,
    ThemeList, ThemeSet, ThemeRemove, Login, Logout, Whoami, Setup, Accept, PasswordChange,
    FactorTotp, FactorTotpOff, FactorPin, UserList, UserShow, UserAdd, UserGrant, UserChange,
    UserInvite, UserUnlock, UnitList, UnitSet, UnitRemove, TokenList, TokenCreate, TokenRevoke,
    StationList, StationRegister, StationRevoke, CampaignReturn, CampaignApprovals, ReviewList,
    ReviewShow, ReviewForm, ReviewFind, ReviewScan, DelegationList, DelegationAdd, DelegationEnd,
    Trust, ScreenImport, ScreenRevoke, SpareAdd, SpareList, SpareRemove, ChangeList, ChangeShow,
    ChangeStep, CampaignExample, ScreenSet, WarnTemplates, WarnRaise, WarnChange, WarnList,
    WarnShow, WarnStep, WarnExtend, WarnIngest, WarnFeeds, WarnMakeGood, ProofExport, ProofVerify,
    ProofCheckpoint, ProofCosignKey, ProofCosign, ProofCosigned, ScreenSticker, EvidenceAdd,
    EvidenceGallery, MailList, MailShow, MailStep, MailTest, FilingStepOrder, FilingBoard,
    FilingRemind, FilingRollUp, FilingScore, FilingExport, FilingImport, FilingTrust, FilingDue,
    FilingList, FilingShow, FilingText, FilingGet, FilingFill, FilingEdit, FilingFreeze, FilingMake,
    InspectionMake, InspectionList, InspectionShow, InspectionGet, InspectionRevoke, ActivityList,
    ActivityShow, ActivityPut, ActivityClone, ActivityRetire, ActivityKeyDate, ActivityCampaign,
    ActivityPartSet, WorkList, WorkShow, WorkAdd, WorkSet, WorkWithdraw, WorkPictures, WorkTemplate,
    WorkImport, BundleExport, BundleImport, CommandList, CommandShow, CommandCancel>;

struct Command {
    std::string controller;  ///< --controller; empty if not given
    std::string ca;          ///< --ca; empty if not given
    bool json = false;
    std::string totp, pin;  ///< a second factor; empty if not given
    Verb verb;
};

}  // namespace tocsin::cli
