// SPDX-License-Identifier: Apache-2.0
#include "engine/warning_press.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::player {
namespace {

using playlists::WarningLevel;
using playlists::WarningLook;

constexpr char kFindings[] = "warning picture ";

media::Colour colourOf(WarningLevel level) {
    switch (level) {
        case WarningLevel::blue:
            return media::warning_colours::blue;
        case WarningLevel::yellow:
            return media::warning_colours::yellow;
        case WarningLevel::orange:
            return media::warning_colours::orange;
        case WarningLevel::red:
            return media::warning_colours::red;
        default:
            return media::warning_colours::none;
    }
}

void addParagraphs(std::string_view text, std::vector<std::string>& out) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (auto const line = text.substr(0, end);
            line.find_first_not_of(" \t\r") != std::string_view::npos) {
            out.emplace_back(line);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// What is seen first is printed first: before further pages and weaker looks of any warning the
/// first picture of each in the strongest look.
auto urgency(HeldWarning const& held, bool strongest, bool first) {
    auto const& warning = held.warning;
    return std::tuple(!first, !strongest, !warning.emergency, -static_cast<int>(warning.level),
                      -toMillis(warning.issued));
}

/// All of the warning's texts are printed.
bool isWhole(WarningPrint const& print, HeldWarning const& held) {
    return print.texts >= held.warning.texts.size();
}

}  // namespace

std::string timeOfIssue(Instant published, Instant now, std::string const& zone,
                        std::string const& language) {
    using namespace std::chrono;
    auto const offset =
        zone.empty() ? Result<seconds>(Error{}) : playlists::offsetAt(zone, published);
    auto const here = offset ? *offset : seconds{0};
    auto const local = published + here;
    auto const day = floor<days>(local);
    hh_mm_ss const time(floor<minutes>(local - day));
    auto out = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
    if (day != floor<days>(now + here)) {
        year_month_day const date(day);
        auto const month = static_cast<unsigned>(date.month());
        auto const number = static_cast<unsigned>(date.day());
        out = language.starts_with("zh")
                  ? fmt::format("{}月{}日 {}", month, number, out)
                  : fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(date.year()), month,
                                number, out);
    }
    return offset ? out : out + " UTC";
}

WarningPress::~WarningPress() {
    stop();
}

void WarningPress::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

void WarningPress::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void WarningPress::take(HeldWarnings warnings) {
    {
        std::lock_guard const lock(mutex_);
        mail_ = std::move(warnings);
    }
    changed_.notify_all();
}

void WarningPress::run(std::stop_token stop) {
    media::warmUpWarnings();
    while (!stop.stop_requested()) {
        if (!work()) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, stop, [this] { return mail_.has_value(); });
        }
    }
}

bool WarningPress::work() {
    std::optional<HeldWarnings> mail;
    {
        std::lock_guard const lock(mutex_);
        mail = std::exchange(mail_, std::nullopt);
    }
    if (mail) {
        takeUp(std::move(*mail));
        return true;
    }
    if (jobs_.empty()) {
        layout_.reset();
        return false;
    }
    auto const job = jobs_.back();
    auto const& held = *job.held;
    auto const finding = kFindings + held.warning.id;
    auto print = printedSoFar(held.payload, job.look);
    if (auto const done = printNext(job, print); !done) {
        jobs_.pop_back();
        if (parts_.findings.set(finding, "warning " + held.warning.id +
                                             " cannot be drawn: " + done.error().message)) {
            parts_.log.error("event=warning-not-drawn id={} err=\"{}\"", held.warning.id,
                             done.error().message);
        }
        return true;
    }
    parts_.findings.clear(finding);
    if (job.first || isWhole(print, held)) {
        jobs_.pop_back();
    }
    auto& printed = printed_[held.payload];
    printed.held = job.held;
    printed.prints[job.look] = std::move(print);
    std::erase_if(printed_, [&](auto const& other) {  // it has taken the place of this one
        return other.second.held->warning.id == held.warning.id && other.first != held.payload;
    });
    publish();
    return true;
}

WarningPrint WarningPress::printedSoFar(Digest const& payload, WarningLook look) const {
    auto const known = printed_.find(payload);
    if (known == printed_.end()) {
        return {};
    }
    auto const print = known->second.prints.find(look);
    return print == known->second.prints.end() ? WarningPrint{} : print->second;
}

void WarningPress::takeUp(HeldWarnings wanted) {
    wanted_ = std::move(wanted);
    jobs_ = jobsFor(wanted_);
    std::set<std::string> ids;
    for (auto const& held : wanted_) {
        ids.insert(held->warning.id);
    }
    std::erase_if(printed_,
                  [&](auto const& one) { return !ids.contains(one.second.held->warning.id); });
    parts_.findings.retainGroup(kFindings, ids);
    publish();
}

/// The strongest look is the look of all that take turns, so each is wanted in its own look and in
/// the stronger ones of the others.
std::vector<WarningPress::Job> WarningPress::jobsFor(HeldWarnings const& wanted) const {
    std::set<WarningLook> looks;
    for (auto const& held : wanted) {
        looks.insert(lookOn(held->target.look, parts_.size));
    }
    std::vector<Job> out;
    for (auto const& held : wanted) {
        auto const own = lookOn(held->target.look, parts_.size);
        for (auto const look : looks) {
            auto const print = printedSoFar(held->payload, look);
            if (look < own || isWhole(print, *held)) {
                continue;
            }
            bool const begun = !print.pages.empty() || !print.bands.empty();
            if (!begun) {
                out.push_back({held, look, true});
            }
            out.push_back({held, look, false});
        }
    }
    auto const strongest = looks.empty() ? WarningLook::off : *looks.rbegin();
    std::stable_sort(out.begin(), out.end(), [&](Job const& a, Job const& b) {
        return urgency(*a.held, a.look == strongest, a.first) <
               urgency(*b.held, b.look == strongest, b.first);
    });
    std::reverse(out.begin(), out.end());
    return out;
}

/// A page, or a band; nothing, if there is none left.
Result<> WarningPress::printNext(Job const& job, WarningPrint& into) {
    if (isWhole(into, *job.held)) {
        return {};
    }
    return job.look == WarningLook::ticker ? printBand(job, into) : printPage(job, into);
}

Result<> WarningPress::printBand(Job const& job, WarningPrint& into) const {
    auto const& warning = job.held->warning;
    auto const place = placeOf(job.look, parts_.size);
    auto band =
        parts_.renderBand(cardOf(warning, warning.texts[into.texts]), place.width, place.height,
                          static_cast<int>(parts_.rate.num), static_cast<int>(parts_.rate.den));
    if (!band) {
        return band.error();
    }
    into.bands.push_back(std::move(*band));
    ++into.texts;
    return {};
}

Result<> WarningPress::printPage(Job const& job, WarningPrint& into) {
    auto const& warning = job.held->warning;
    auto const text = into.texts;
    auto const place = placeOf(job.look, parts_.size);
    auto const bytes =
        static_cast<std::size_t>(place.width) * static_cast<std::size_t>(place.height) * 4;
    if (!into.pages.empty() && bytesPrinted() + bytes > parts_.mostBytes) {
        parts_.log.warn("event=warning-cut id={} pages={}", warning.id, into.pages.size());
        into.texts = warning.texts.size();
        return {};
    }
    bool const laidOut = layout_ && layout_->payload == job.held->payload &&
                         layout_->look == job.look && layout_->text == text;
    if (!laidOut) {
        auto pages = parts_.layOut(cardOf(warning, warning.texts[text]), place.width, place.height);
        if (!pages) {
            return pages.error();
        }
        layout_.emplace(Layout{job.held->payload, job.look, text, std::move(*pages)});
    }
    auto& pages = *layout_->pages;
    auto const page = into.begunPages;
    into.pages.push_back({pages.draw(page), pages.stands(page)});
    into.begunPages = page + 1 < pages.count() ? page + 1 : 0;
    if (into.begunPages == 0) {
        ++into.texts;
        layout_.reset();
    }
    return {};
}

std::size_t WarningPress::bytesPrinted() const {
    std::size_t out = 0;
    for (auto const& [payload, printed] : printed_) {
        for (auto const& [look, print] : printed.prints) {
            for (auto const& page : print.pages) {
                out += page.frame->pixels.size();
            }
        }
    }
    return out;
}

media::WarningCard WarningPress::cardOf(messages::Warning const& warning,
                                        messages::WarningText const& text) const {
    media::WarningCard out;
    out.ground = colourOf(warning.level);
    out.icon = warning.icon;
    out.banner = warning.drill ? "【演练】" : "";
    out.headline = text.headline;
    out.byline = text.issuer + (text.issuer.empty() ? "" : " ") +
                 timeOfIssue(warning.published, parts_.now(), warning.zone, text.language);
    addParagraphs(text.body, out.paragraphs);
    addParagraphs(text.instruction, out.paragraphs);
    return out;
}

void WarningPress::publish() {
    auto show = std::make_shared<WarningShow>();
    for (auto const& [payload, printed] : printed_) {
        auto const& warning = printed.held->warning;
        auto const& target = printed.held->target;
        ShownWarning shown;
        shown.standing = {
            warning.id,     warning.emergency, warning.level,  lookOn(target.look, parts_.size),
            warning.issued, warning.from,      warning.expires};
        shown.revision = warning.revision;
        shown.headline = warning.texts.front().headline;
        shown.sound = target.sound;
        shown.always = target.always;
        shown.prints = printed.prints;
        shown.drill = warning.drill;
        show->warnings.push_back(std::move(shown));
    }
    parts_.publish(std::move(show));
}

}  // namespace tocsin::player
