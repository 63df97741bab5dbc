// SPDX-License-Identifier: Apache-2.0
// The command line's grammar; the only file that knows CLI11.
#include "arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

#include "account_arguments.hpp"
#include "activity_arguments.hpp"
#include "audit_arguments.hpp"
#include "bundle_arguments.hpp"
#include "change_arguments.hpp"
#include "deed_arguments.hpp"
#include "evidence_arguments.hpp"
#include "filing_arguments.hpp"
#include "fleet_arguments.hpp"
#include "keys_arguments.hpp"
#include "library_arguments.hpp"
#include "mail_arguments.hpp"
#include "order_arguments.hpp"
#include "proof_arguments.hpp"
#include "report_arguments.hpp"
#include "review_arguments.hpp"
#include "session_arguments.hpp"
#include "slogan_arguments.hpp"
#include "tocsin/library/show_time.hpp"
#include "tocsin/media/stream.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "trust_arguments.hpp"
#include "usage_line.hpp"
#include "warn_arguments.hpp"

namespace tocsin::cli {
namespace {

void addSettingsVerbs(CLI::App& screen, Command& command) {
    auto& settings = *screen.add_subcommand(
        "settings", "A screen's brightness, gamma, cross-fade, volume, quiet zones, powered hours");
    auto const set = verb<ScreenSettings>(settings, command);
    settings.add_option("SCREEN", set->screen, "Its id")->required();
    auto* const file = settings.add_option("FILE", set->file,
                                           "Settings file (TOML) to apply; without it they are "
                                           "shown");
    settings.add_flag("--clear", set->clear, "Takes the settings away")->excludes(file);
    settings.footer(
        "Examples:\n  tocsin screen settings gate-led gate-led.toml\n  tocsin screen settings "
        "gate-led");

    auto& quiet = *screen.add_subcommand(
        "quiet", "Quiet zones of all screens with a tag or of a unit; without one: all of them");
    auto const zones = verb<ScreenQuiet>(quiet, command);
    auto* const tag = quiet.add_option("--tag", zones->tag, "Of the screens with this tag");
    auto* const unit =
        quiet.add_option("--unit", zones->unit, "Of the screens of this unit")->excludes(tag);
    auto* const zoneFile = quiet.add_option("FILE", zones->file,
                                            "Settings file (TOML) with [[quiet]] tables to apply");
    quiet.add_flag("--clear", zones->clear, "Takes them away")->excludes(zoneFile);
    quiet.footer(
        "Examples:\n  tocsin screen quiet --tag 医院 night.toml\n  tocsin screen quiet\n  tocsin "
        "screen quiet --tag 医院 --clear");
    static_cast<void>(unit);
}

void addScreenVerbs(CLI::App& root, Command& command) {
    auto& screen = *root.add_subcommand("screen", "Screens and their players");
    screen.require_subcommand(1);
    verb<ScreenList>(*screen.add_subcommand("list", "All screens"), command);

    auto& show = *screen.add_subcommand("show", "One screen");
    show.add_option("SCREEN", verb<ScreenShow>(show, command)->screen, "Its id")->required();

    auto& add = *screen.add_subcommand("add", "Adds a screen and prints its one-time token");
    auto const added = verb<ScreenAdd>(add, command);
    add.add_option("SCREEN", added->screen, "Its id: a-z 0-9 - _ .")->required();
    add.add_option("--size", added->size, "Its pixels, e.g. 960x540")->required();
    add.add_option("--name", added->name, "What people call it");
    add.add_option("--unit", added->unit, "The unit it belongs to");
    add.add_option("--tag", added->tags, "For targets of campaigns; may be given several times")
        ->allow_extra_args(false);
    add.add_option("--zone", added->zone, "Its time zone")->capture_default_str();
    add.add_option("--seed", added->seed, "Sync group: screens of one group show the same order");
    add.add_option("--opening", added->opening,
                   "When it is on, e.g. \"mon-fri 06:00-22:00\"; several add up; none: always")
        ->allow_extra_args(false);
    addWhereabouts(add, added->place, added->code);
    addPaper(add, added->paper);
    add.footer(
        "Example:\n  tocsin screen add gate-led --size 960x540 --name 东门户外屏 --tag outdoor "
        "--opening \"mon-fri 06:00-22:00\"");

    auto& pair = *screen.add_subcommand("pair", "Binds the player that shows this code");
    auto const paired = verb<ScreenPair>(pair, command);
    pair.add_option("CODE", paired->code, "The six characters on the player's screen")->required();
    pair.add_option("--screen", paired->screen, "The screen it shall be")->required();
    pair.add_flag("--replace", paired->replace,
                  "Also in place of a player that is connected now; its key is bound no longer");
    pair.footer("Example:\n  tocsin screen pair K7M2QX --screen gate-led");

    auto& token =
        *screen.add_subcommand("token", "A new one-time token, e.g. for a replaced device");
    auto const given = verb<ScreenToken>(token, command);
    token.add_option("SCREEN", given->screen, "Its id")->required();
    token.add_flag("--replace", given->replace, "Also in place of a player that is connected");
    token.add_option("--days", given->days, "How long it holds")
        ->check(CLI::Range(1, 365))
        ->capture_default_str();
    auto& retire =
        *screen.add_subcommand("retire", "Takes a screen out of service; its records stay");
    retire.add_option("SCREEN", verb<ScreenRetire>(retire, command)->screen, "Its id")->required();
    addSettingsVerbs(screen, command);
    addOrderVerbs(screen, command);
    addDeedVerbs(screen, command);
    addFleetVerbs(screen, command);
    addPictureVerbs(screen, command);
}

void addMediaVerbs(CLI::App& root, Command& command) {
    auto const seconds = range(library::kShowSeconds);
    auto& media = *root.add_subcommand("media", "Films, pictures, slogans and live streams");
    media.require_subcommand(1);

    auto& add =
        *media.add_subcommand("add", "Brings in files or a live stream; a refused one says why");
    auto const added = verb<MediaAdd>(add, command);
    auto* const files = add.add_option(
        "FILE", added->files,
        "Films and pictures; https://… is fetched by the controller, from hosts that its "
        "configuration allows");
    auto* const stream = add.add_option("--stream", added->stream,
                                        "Address of a live stream: rtsp, rtsps, http(s) to an HLS "
                                        "playlist, udp (MPEG-TS), rtmp, rtmps or srt")
                             ->excludes(files);
    add.add_option("--transport", added->transport, "How RTSP brings the stream; default: tcp")
        ->check(CLI::IsMember({"tcp", "udp"}))
        ->needs(stream);
    add.add_option("--latency", added->latencyMs,
                   "Milliseconds by which the stream is held back; default: 500")
        ->check(range(media::kStreamLatencyMs))
        ->needs(stream);
    add.add_option("--handle", added->handle,
                   "Its name in campaigns (one file only); default: from the file name");
    add.add_option("--unit", added->unit, "Handle of the unit whose quota it counts against");
    add.add_option("--seconds", added->seconds, "How long a picture or a stream is shown")
        ->check(seconds);
    add.add_flag("--no-wait", added->noWait,
                 "Do not wait until a film that has to be converted is ready");
    addProperties(add, added->properties);
    addFit(add, added->properties);
    add.footer(
        "Examples:\n  tocsin media add fire.mp4 poster.png --seconds 8\n  tocsin media add "
        "flood.mp4 --category flood --until 2026-09-30\n  tocsin media add "
        "https://media.example.gov.cn/flood.mp4\n  tocsin media add --stream "
        "rtsp://10.1.2.3/live --handle square --seconds 60");

    addMediaList(media, command);
    auto& show = *media.add_subcommand("show", "One asset");
    show.add_option("HANDLE", verb<MediaShow>(show, command)->handle,
                    "Handle, digest, or the first 8 or more digits of it")
        ->required();

    addMediaSet(media, command);
    addMediaEnd(media, command);
    addMediaConvert(media, command);
    addMediaUsage(media, command);
    addMediaLook(media, command);

    auto& slogan =
        *media.add_subcommand("slogan", "Adds a slogan that is drawn at each screen's own pixels");
    auto const made = verb<MediaSlogan>(slogan, command);
    slogan.add_option("TEXT", made->text, "The words, unless a template has them");
    slogan.add_option("--handle", made->handle, "Its name in campaigns");
    slogan.add_option("--seconds", made->seconds, "How long it is shown")->check(seconds);
    addTemplate(slogan, made->from);
    addStyle(slogan, made);
    addProperties(slogan, made->properties);
    slogan.footer(
        "The words may tell the time: {time} {time:HH:mm:ss} {date} {date:D MMMM YYYY} {weekday} "
        "{days-until:2026-06-30} {days-since:2023-05-01} {day-count:2023-05-01}; a brace is "
        "written twice.\n\nExamples:\n  tocsin media slogan \"人人讲安全 个个会应急\" --handle "
        "theme "
        "--seconds 10\n  tocsin media slogan \"安全生产第 {day-count:2023-05-01} 天\" --handle "
        "days "
        "--outline \"#000000\"\n  tocsin media slogan --template 倒计时 --fill 活动=安全生产月 "
        "--fill "
        "日期=2026-06-01");
}

void addCampaignVerbs(CLI::App& root, Command& command) {
    auto& campaign = *root.add_subcommand("campaign", "Campaigns: apply, submit, approve, retire");
    campaign.require_subcommand(1);
    auto& example = *campaign.add_subcommand(
        "example", "A campaign file with comments, to edit and apply; needs no controller");
    auto const shown = verb<CampaignExample>(example, command);
    example.add_option("--out", shown->out, "The file to write; default: standard output");
    example.add_option("--lang", shown->language, "zh or en; default: as messages are")
        ->check(CLI::IsMember({"zh", "en"}));
    example.footer(
        "Example:\n  tocsin campaign example --out fire-2026.toml\n  tocsin campaign apply "
        "fire-2026.toml");
    auto& apply = *campaign.add_subcommand("apply", "Enters a campaign file as a draft");
    apply.add_option("FILE", verb<CampaignApply>(apply, command)->file, "Campaign file (TOML)")
        ->required();
    apply.footer(
        "Example:\n  tocsin campaign example --out fire-2026.toml   (a file to begin with; edit "
        "it)\n  tocsin campaign apply fire-2026.toml\n  tocsin campaign submit fire-2026\nExit "
        "code "
        "6: it is done, and there are findings.");
    verb<CampaignList>(*campaign.add_subcommand("list", "All campaigns"), command);
    auto& show = *campaign.add_subcommand("show", "One campaign");
    show.add_option("CAMPAIGN", verb<CampaignShow>(show, command)->campaign, "Its id")->required();
    auto& clone = *campaign.add_subcommand(
        "clone", "Writes a campaign's file anew for another year, without its dates");
    auto const cloned = verb<CampaignClone>(clone, command);
    clone.add_option("CAMPAIGN", cloned->campaign, "The old one's id")->required();
    clone.add_option("COPY", cloned->copy, "The new one's id")->required();
    clone.add_option("--from", cloned->from, "First day of the new one");
    clone.add_option("--to", cloned->to, "Last day of the new one");
    clone.add_option("--theme", cloned->theme,
                     "The old theme: items that still carry it are pointed out");
    clone.add_option("--out", cloned->out, "The file to write; default: COPY.toml");
    clone.footer(
        "Example:\n  tocsin campaign clone fire-2026 fire-2027 --from 2027-06-01 --to 2027-06-30 "
        "--theme 人人讲安全");
    constexpr std::pair<char const*, char const*> steps[] = {
        {"submit", "Hands a draft in for approval"},
        {"retire", "Takes a campaign off its screens"}};
    for (auto const& [name, what] : steps) {
        auto& step = *campaign.add_subcommand(name, what);
        auto const value = verb<CampaignStep>(step, command);
        value->step = name;
        step.add_option("CAMPAIGN", value->campaign, "Its id")->required();
    }
    addReviewVerbs(root, campaign, command);
    campaign.footer(
        "Examples:\n  tocsin campaign example --out fire-2026.toml   (a file to begin with; edit "
        "it)\n  tocsin campaign apply fire-2026.toml\n  tocsin campaign submit fire-2026\n  tocsin "
        "review show fire-2026                   (another person)\n  tocsin campaign approve "
        "fire-2026");
    addChangeVerbs(root, command);
}

void addPlanVerbs(CLI::App& root, Command& command) {
    auto& plan = *root.add_subcommand(
        "plan", "Every play of a screen's day as CSV; or what a campaign would change");
    auto const planned = verb<Plan>(plan, command);
    plan.add_option("--screen", planned->screen, "Its id");
    plan.add_option("--date", planned->date, "The day, e.g. 2026-06-01");
    plan.add_option("--diff", planned->diff,
                    "Plays gained and lost on each screen if this campaign were released");
    plan.add_option("--days", planned->days, "With --diff: how many days from its first")
        ->check(CLI::Range(1, 31));
    plan.add_option("--ics", planned->ics,
                    "Write the screen's campaigns as an iCalendar file (- for standard output)");
    plan.add_option("--from", planned->from, "With --ics: first day; default: today");
    plan.add_option("--to", planned->to, "With --ics: last day; default: 30 days later");
    plan.footer(
        "Examples:\n  tocsin plan --screen gate-led --date 2026-06-01\n  tocsin plan --diff "
        "fire-2026\n  tocsin plan --screen gate-led --ics june.ics --from 2026-06-01 --to "
        "2026-06-30");

    auto& explain =
        *root.add_subcommand("explain", "Why a screen shows what it shows, and not the rest");
    auto const explained = verb<Explain>(explain, command);
    explain.add_option("--screen", explained->screen, "Its id")->required();
    explain.add_option("--at", explained->at,
                       "The moment on the screen's clock, e.g. 2026-06-16T09:00:00; default: now");
    explain.footer("Example:\n  tocsin explain --screen gate-led --at 2026-06-16T09:00:00");

    auto& compile = *root.add_subcommand(
        "compile", "Compiles a programme file for one day; needs no controller");
    auto const compiled = verb<Compile>(compile, command);
    compile.add_option("PROGRAMME", compiled->file, "Programme file (JSON)")->required();
    compile.add_option("--date", compiled->date, "The day, e.g. 2026-06-01")->required();
    compile.add_option("--zone", compiled->zone, "Must equal screen.zone of the file")->required();
    compile.footer(
        "Example:\n  tocsin compile programme.json --date 2026-06-01 --zone Asia/Shanghai\nExit "
        "code 6: there are findings.");
}

void addWatchVerbs(CLI::App& root, Command& command) {
    auto& status = *root.add_subcommand("status", "What every screen shows now");
    auto const watched = verb<Status>(status, command);
    status.add_flag("--watch", watched->watch, "Show it again and again until Ctrl-C");
    status.add_option("--every", watched->everySeconds, "Seconds between two looks")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    status.footer("Exit code 6: a screen does not play as planned.");
}

}  // namespace

std::variant<Command, ExitCode> parseArguments(std::vector<std::string> const& arguments,
                                               std::ostream& out, std::ostream& err) {
    Command command;
    CLI::App app(
        "The Tocsin client: screens, media, campaigns, plans, warnings, status, reports and "
        "accounts",
        "tocsin");
    app.set_version_flag("--version", std::string("tocsin ") + TOCSIN_VERSION);
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--controller", command.controller,
                   "Address, e.g. https://10.0.0.5:8440; default: TOCSIN_CONTROLLER, else "
                   "http://127.0.0.1:8440");
    app.add_option("--ca", command.ca,
                   "File of the certificate authority to trust for https; default: TOCSIN_CA, else "
                   "what tocsin trust kept, else the system's");
    app.add_flag("--json", command.json, "One JSON document on standard output");
    auto* const totp = app.add_option(
        "--totp", command.totp,
        "Code of your authenticator, where a second factor is needed; default: TOCSIN_TOTP, else "
        "it is asked for");
    app.add_option("--pin", command.pin,
                   "PIN instead of it, at a registered station; default: TOCSIN_PIN, which other "
                   "users of the computer cannot see in its list of processes")
        ->excludes(totp);
    addScreenVerbs(app, command);
    addSpareVerbs(app, command);
    addCommandVerbs(app, command);
    addEvidenceVerbs(app, command);
    addMediaVerbs(app, command);
    addPlaylistVerbs(app, command);
    addCategoryVerbs(app, command);
    addBundleVerbs(app, command);
    addSloganVerbs(app, command);
    addWordVerbs(app, command);
    addThemeVerbs(app, command);
    addAuditVerbs(app, command);
    addProofVerbs(app, command);
    addSessionVerbs(app, command);
    addUserVerbs(app, command);
    addUnitVerbs(app, command);
    addTokenVerbs(app, command);
    addStationVerbs(app, command);
    addKeysVerbs(app, command);
    addTrustVerb(app, command);
    addCampaignVerbs(app, command);
    addPlanVerbs(app, command);
    addWarnVerbs(app, command);
    addMailVerbs(app, command);
    addWatchVerbs(app, command);
    addReportVerbs(app, command);
    addActivityVerbs(app, command);
    addFilingVerbs(app, command);
    addWorkVerbs(app, command);
    // After the verbs: what a command says at its end is taken over by those that are added later.
    app.footer(
        "Examples:\n  tocsin login wang\n  tocsin screen list\n  tocsin media add fire.mp4\n  "
        "tocsin campaign apply "
        "fire-2026.toml\n"
        "  tocsin plan --screen gate-led --date 2026-06-01\n  tocsin status --watch");
    try {
        auto const words = withJoinedTags(arguments);
        app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
        return command;
    } catch (CLI::Success const& wanted) {
        app.exit(wanted, out, err);
        return ExitCode::ok;
    } catch (CLI::RequiredError const& wrong) {
        err << "tocsin: " << missingLine(app, wrong.what()) << '\n';
        return ExitCode::usage;
    } catch (CLI::ParseError const& wrong) {
        err << "tocsin: " << wrong.what() << "; see " << helpOf(app) << '\n';
        return ExitCode::usage;
    }
}

std::chrono::year_month_day requireDate(std::string const& option, std::string const& text) {
    auto const midnight =
        text.size() == 10 ? parseInstant(text + "T00:00:00Z") : Result<Instant>(Error{});
    if (!midnight) {
        throw CommandFailure(ExitCode::usage,
                             option + ": \"" + text + "\" is not a date; write it like 2026-06-01");
    }
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*midnight));
}

}  // namespace tocsin::cli
