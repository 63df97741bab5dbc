// SPDX-License-Identifier: Apache-2.0
// Screens, assets and campaigns as tables and as lists of properties.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Align = TextTable::Align;

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string sizeText(Json const& thing) {
    auto const width = integer(thing, "width");
    auto const height = integer(thing, "height");
    return width > 0 && height > 0 ? fmt::format("{}×{}", width, height) : "";
}

std::string bindingText(Json const& screen, Language language) {
    if (flag(screen, "retired")) {
        return word(language, Text::retired);
    }
    auto const state = word(language, flag(screen, "bound") ? Text::bound : Text::notBound);
    auto const cloned = clonedText(screen, language);
    return cloned.empty() ? state : state + "; " + cloned;
}

std::string openingText(Json const& screen) {
    std::string out;
    for (auto const& rule : elements(screen, "opening")) {
        out += fmt::format("{}{} {}-{}", out.empty() ? "" : "; ", joined(rule, "days", ","),
                           text(rule, "from"), text(rule, "to"));
    }
    return out;
}

/// "30.259244, 120.219375"; "" if nobody said.
std::string placeText(Json const& screen) {
    boost::system::error_code failed;
    auto const& place = member(screen, "place");
    auto const latitude = member(place, "latitude").to_number<double>(failed);
    auto const longitude = failed ? 0 : member(place, "longitude").to_number<double>(failed);
    return failed ? "" : fmt::format("{}, {}", latitude, longitude);
}

std::string targetsText(Json const& campaign) {
    auto const& targets = member(campaign, "targets");
    std::string out;
    for (auto const* kind : {"screens", "tags", "units"}) {
        auto const names = joined(targets, kind, ",");
        if (!names.empty()) {
            out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", kind, names);
        }
    }
    return out.empty() && flag(targets, "all") ? "all" : out;
}

/// "2026-06-01 – 2026-12-31", open where there is no bound; "" if it may be shown on every day.
std::string usableText(std::string const& from, std::string const& until) {
    return from.empty() && until.empty() ? ""
                                         : fmt::format("{}{}–{}{}", from, from.empty() ? "" : " ",
                                                       until.empty() ? "" : " ", until);
}

/// "自制 (– 2027-06-30)"
std::string licenceText(Json const& asset) {
    auto const until = text(asset, "licence_until");
    auto const licence = text(asset, "licence");
    return until.empty()
               ? licence
               : licence + (licence.empty() ? "– " : " (– ") + until + (licence.empty() ? "" : ")");
}

/// "overlay", "ticker"; "" for a campaign of the programme.
std::string placementText(Json const& campaign, Language language) {
    auto const placement = text(campaign, "placement");
    return placement == "programme" ? "" : sayState(language, placement);
}

/// "top-right, width 15%, opacity 80, layer 50"
std::string overlayText(Json const& campaign) {
    auto const& overlay = member(campaign, "overlay");
    auto out = text(overlay, "place");
    for (auto const* key : {"x", "y", "width", "height", "margin", "opacity", "layer"}) {
        auto const value = text(overlay, key);
        if (!value.empty()) {
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", key, value);
        }
    }
    return out;
}

/// "not ready", and how far it is if that was asked for.
std::string notReadyText(Json const& asset, Language language) {
    auto const far = conversionText(member(asset, "conversion"), language);
    return word(language, Text::notReady) + (far.empty() ? "" : ": " + far);
}

bool isBeingMade(Json const& asset) {
    return member(asset, "ready").is_bool() && !flag(asset, "ready");
}

/// "" for what is in use.
std::string stateText(Json const& asset, Language language) {
    return !text(asset, "deleted").empty() ? word(language, Text::deleted)
           : flag(asset, "retired")        ? word(language, Text::retired)
           : isBeingMade(asset)            ? notReadyText(asset, language)
                                           : "";
}

/// A line for each sentence.
void addAdvice(std::vector<std::pair<std::string, std::string>>& lines, Json const& asset,
               Language language) {
    for (auto const& one : elements(asset, "advice")) {
        lines.emplace_back(word(language, Text::advice), sentence(language, one));
    }
}

/// "235 Mpx/s (1920×1080 × 79)": what one core of the player decodes; "" if it is not known.
std::string decodesText(Json const& screen) {
    constexpr double kFullHd = 1920.0 * 1080;
    auto const rate = static_cast<double>(integer(screen, "decode_rate"));
    return rate > 0 ? fmt::format("{:.0f} Mpx/s (1920×1080 × {:.0f}/s)", rate / 1e6, rate / kFullHd)
                    : "";
}

std::string rendered(TextTable const& table, Language language) {
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

}  // namespace

std::string renderProperties(std::vector<std::pair<std::string, std::string>> const& lines) {
    std::size_t width = 0;
    for (auto const& [heading, value] : lines) {
        width = std::max(width, value.empty() ? 0 : displayWidth(heading));
    }
    std::string out;
    for (auto const& [heading, value] : lines) {
        if (!value.empty()) {
            out += heading + std::string(width - displayWidth(heading) + 2, ' ') +
                   printable(value) + '\n';
        }
    }
    return out;
}

std::string renderScreens(Json const& list, Language language) {
    TextTable table({{word(language, Text::screen)},
                     {word(language, Text::name)},
                     {word(language, Text::unit)},
                     {word(language, Text::size), Align::right},
                     {word(language, Text::zone)},
                     {word(language, Text::tags)},
                     {word(language, Text::player)}});
    for (auto const& screen : elements(list, "items")) {
        table.add({text(screen, "id"), text(screen, "name"), text(screen, "unit"), sizeText(screen),
                   text(screen, "zone"), joined(screen, "tags", ","),
                   bindingText(screen, language)});
    }
    return rendered(table, language);
}

std::string renderScreen(Json const& screen, Language language) {
    return renderProperties(
        {{word(language, Text::screen), text(screen, "id")},
         {word(language, Text::name), text(screen, "name")},
         {word(language, Text::unit), text(screen, "unit")},
         {word(language, Text::size), sizeText(screen)},
         {word(language, Text::zone), text(screen, "zone")},
         {word(language, Text::tags), joined(screen, "tags", ", ")},
         {word(language, Text::seed), text(screen, "seed")},
         {word(language, Text::opening), openingText(screen)},
         {word(language, Text::place), placeText(screen)},
         {word(language, Text::unitCode), text(screen, "code")},
         {word(language, Text::installedAt), text(screen, "location")},
         {word(language, Text::screenType), text(screen, "type")},
         {word(language, Text::answersFor), text(screen, "responsible")},
         {word(language, Text::phone), text(screen, "phone")},
         {word(language, Text::serialNumber), text(screen, "serial")},
         {word(language, Text::network), flag(screen, "offline_site")
                                             ? std::string(say(language, Text::carriedByHand))
                                             : std::string()},
         {word(language, Text::state), bindingText(screen, language)},
         {word(language, Text::player), text(screen, "player")},
         {word(language, Text::decodes), decodesText(screen)},
         {word(language, Text::remark), revokedText(screen, language)},
         {word(language, Text::added), text(screen, "added")},
         {word(language, Text::token), text(screen, "token")}});
}

std::string renderAssets(Json const& list, Language language) {
    TextTable table({{word(language, Text::handle)},
                     {word(language, Text::kind)},
                     {word(language, Text::title)},
                     {word(language, Text::length), Align::right},
                     {word(language, Text::pixels), Align::right},
                     {word(language, Text::category)},
                     {word(language, Text::tags)},
                     {word(language, Text::folder)},
                     {word(language, Text::usable)},
                     {word(language, Text::state)}});
    auto const items = elements(list, "items");
    for (auto const& asset : items) {
        table.add({text(asset, "handle"), sayState(language, text(asset, "kind")),
                   text(asset, "title"), clockText(integer(asset, "duration_ms")), sizeText(asset),
                   text(asset, "category"), joined(asset, "tags", ","), text(asset, "folder"),
                   usableText(text(asset, "usable_from"), text(asset, "expires")),
                   stateText(asset, language)});
    }
    auto out = rendered(table, language);
    if (auto const next = text(list, "next"); !next.empty()) {
        out += fmt::format(fmt::runtime(say(language, Text::moreAssets)), items.size(),
                           integer(list, "total"), printable(next)) +
               "\n";
    }
    return out;
}

std::string renderAsset(Json const& asset, Language language) {
    auto const broughtAs = text(asset, "brought_as");
    std::vector<std::pair<std::string, std::string>> lines{
        {word(language, Text::handle), text(asset, "handle")},
        {word(language, Text::kind), sayState(language, text(asset, "kind"))},
        {word(language, Text::title), text(asset, "title")},
        {word(language, Text::broughtAs), broughtAs == text(asset, "title") ? "" : broughtAs},
        {word(language, Text::description), text(asset, "description")},
        {word(language, Text::tags), joined(asset, "tags", ", ")},
        {word(language, Text::folder), text(asset, "folder")},
        {word(language, Text::responsible), text(asset, "owner")},
        {word(language, Text::licence), licenceText(asset)},
        {word(language, Text::length), clockText(integer(asset, "duration_ms"))},
        {word(language, Text::pixels), sizeText(asset)},
        {word(language, Text::codec), text(asset, "codec")},
        {word(language, Text::sound), word(language, flag(asset, "sound") ? Text::yes : Text::no)},
        {word(language, Text::category), text(asset, "category")},
        {word(language, Text::usable),
         usableText(text(asset, "usable_from"), text(asset, "usable_until"))},
        {word(language, Text::fit), text(asset, "fit")},
        {word(language, Text::bytes), text(asset, "bytes")},
        {word(language, Text::digest), text(asset, "digest")},
        {word(language, Text::state), stateText(asset, language)},
        {word(language, Text::deleted), text(asset, "deleted")},
        {word(language, Text::added), text(asset, "added")}};
    addAdvice(lines, asset, language);
    return renderProperties(lines);
}

std::string renderCampaigns(Json const& list, Language language) {
    TextTable table({{word(language, Text::campaign)},
                     {word(language, Text::title)},
                     {word(language, Text::state)},
                     {word(language, Text::priority)},
                     {word(language, Text::from)},
                     {word(language, Text::to)},
                     {word(language, Text::items)},
                     {word(language, Text::targets)}});
    for (auto const& campaign : elements(list, "items")) {
        table.add({text(campaign, "id"), text(campaign, "title"),
                   sayState(language, text(campaign, "state")),
                   text(campaign, "class") + placementText(campaign, language),
                   text(campaign, "from"), text(campaign, "to"), joined(campaign, "items", ","),
                   targetsText(campaign)});
    }
    return rendered(table, language);
}

std::string renderCampaign(Json const& campaign, Language language) {
    auto head = renderProperties(
        {{word(language, Text::campaign), text(campaign, "id")},
         {word(language, Text::title), text(campaign, "title")},
         {word(language, Text::state), sayState(language, text(campaign, "state"))},
         {word(language, Text::revision), text(campaign, "revision")},
         {word(language, Text::placement), placementText(campaign, language)},
         {word(language, Text::overlay), overlayText(campaign)},
         {word(language, Text::priority), text(campaign, "class")},
         {word(language, Text::from), text(campaign, "from")},
         {word(language, Text::to), text(campaign, "to")},
         {word(language, Text::items), joined(campaign, "items", ", ")},
         {word(language, Text::targets), targetsText(campaign)},
         {word(language, Text::owner), text(campaign, "owner")},
         {word(language, Text::changed), text(campaign, "changed")}});
    auto file = text(campaign, "file");
    if (file.empty()) {
        return head;
    }
    std::string body;
    for (std::size_t begin = 0; begin < file.size();) {
        auto const end = std::min(file.find('\n', begin), file.size());
        body += printable(std::string_view(file).substr(begin, end - begin)) + '\n';
        begin = end + 1;
    }
    return head + '\n' + body;
}

std::string renderCampaignState(Json const& campaign, Language language) {
    auto const id = text(campaign, "id");
    auto const state = text(campaign, "state");
    auto const line = printable(fmt::format("{}: {}", id, sayState(language, state)));
    // Zero, or an answer without it: nothing is promised.
    if (auto const lead = integer(campaign, "lead_seconds"); state == "approved" && lead > 0) {
        return line + "; " + fmt::format(fmt::runtime(word(language, Text::nextPlanAfter)), lead) +
               '\n';
    }
    auto const next = state == "draft"       ? word(language, Text::nextSubmit)
                      : state == "submitted" ? word(language, Text::nextApprove)
                      : state == "approved"  ? word(language, Text::nextPlan)
                                             : std::string();
    return next.empty() ? line + '\n'
                        : line + "; " + printable(fmt::format(fmt::runtime(next), id)) + '\n';
}

std::string renderUsage(Json const& list, Language language) {
    TextTable table({{word(language, Text::unit)},
                     {word(language, Text::used), Align::right},
                     {word(language, Text::quota), Align::right},
                     {"", Align::right}});
    auto const sizeText = [](std::int64_t bytes) {
        return bytes < 1'000'000'000 ? fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6)
                                     : fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
    };
    for (auto const& one : elements(list, "items")) {
        auto const unit = text(one, "unit");
        auto const used = integer(one, "used_bytes"), quota = integer(one, "quota_bytes");
        table.add({unit.empty() ? word(language, Text::noUnit) : unit, sizeText(used),
                   sizeText(quota),
                   quota > 0 ? fmt::format("{:.0f} %", 100.0 * static_cast<double>(used) /
                                                           static_cast<double>(quota))
                             : ""});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

}  // namespace tocsin::cli
