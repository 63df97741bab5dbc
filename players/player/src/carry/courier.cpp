// SPDX-License-Identifier: Apache-2.0
#include "carry/courier.hpp"

#include <algorithm>

#include "carry/stick.hpp"
#include "engine/files.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

namespace fs = std::filesystem;

/// What a manifest cannot do without.
std::vector<messages::CarriedFile> filesOf(messages::Manifest const& manifest, Instant now) {
    std::vector<messages::CarriedFile> out;
    for (auto const& span : manifest.spans) {
        if (span.to > now) {
            out.push_back({span.timeline, span.bytes, "timeline"});
        }
    }
    for (auto const& asset : manifest.assets) {
        if (asset.kind != playlists::AssetKind::stream) {
            out.push_back({asset.content.rendition, asset.bytes, asset.name});
        }
    }
    return out;
}

}  // namespace

void Courier::start() {
    stick::dropCopies(parts_.cache);
    thread_ = std::jthread([this](std::stop_token const& stop) {
        while (!stop.stop_requested()) {
            look();
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, kLook, [] { return false; });
        }
    });
}

void Courier::endSoon() {
    stopping_ = true;
    thread_.request_stop();
}

void Courier::stop() {
    endSoon();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Courier::look() {
    std::map<fs::path, std::string> now;
    for (auto const& place : parts_.places) {
        for (auto const& folder : stick::findIn(place)) {
            auto const bond = parts_.link.bond();
            auto const mark = stick::markOf(folder, bond ? bond->screen : ScreenId());
            auto const known = visited_.find(folder);
            if (!mark.empty() && (known == visited_.end() || known->second != mark)) {
                visit(folder, bond);
            }
            // A player that has just been bound looks with other eyes: its mark is made anew.
            auto const after = parts_.link.bond();
            now[folder] = stick::markOf(folder, after ? after->screen : ScreenId());
        }
    }
    visited_ = std::move(now);
}

void Courier::visit(fs::path const& folder, std::optional<Bond> const& bond) {
    auto const screen =
        bond ? std::optional(bond->screen) : screenFor(folder, parts_.key.publicKey());
    if (!screen) {
        askToBeBound(folder);
        return;
    }
    auto const outcome = take(folder, *screen, bond);
    report(folder, *screen, outcome);
}

/// Nobody has bound this player: its request goes back with the stick.
void Courier::askToBeBound(fs::path const& folder) {
    auto const& key = parts_.key.publicKey();
    messages::CarriedEnrolment const request{key, std::string("tocsin-player ") + TOCSIN_VERSION,
                                             parts_.size.width, parts_.size.height,
                                             parts_.fleet.now()};
    auto const envelope =
        messages::seal(parts_.key, messages::kEnrolmentKind, messages::toJson(request));
    auto const place = folder / messages::kCarryEnrolment;
    auto written = stick::makeFolder(place);
    if (written) {
        written = files::replace(place / (key.fingerprint() + ".json"),
                                 messages::toJson(envelope) + "\n");
    }
    auto const code = messages::enrolmentCode(key);
    if (!written) {
        parts_.log.warn("event=carried-request-failed folder=\"{}\" err=\"{}\"", folder.string(),
                        written.error().message);
        return;
    }
    parts_.log.info("event=carried-request folder=\"{}\" code={}", folder.string(), code);
    parts_.link.showEnrolment(code);
}

Courier::Outcome Courier::take(fs::path const& folder, ScreenId const& screen,
                               std::optional<Bond> const& bond) {
    using Kind = Outcome::Kind;
    Outcome out;
    auto const parcel = openParcel(folder, screen, {bond, parts_.token, parts_.key.publicKey()});
    if (!parcel && parcel.error().code == Errc::notFound) {
        out.what = "there is nothing for screen " + screen.str() + " on it";
        return out;
    }
    if (!parcel && !(bond && parcel.error().code == Errc::damaged)) {
        out.kind = Kind::refused;
        out.what = parcel.error().message;
        return out;
    }
    messages::Status status;
    if (!parcel) {  // a damaged one takes the plays back all the same
        out.kind = Kind::refused;
        out.what = parcel.error().message;
        out.proofTried = true;
        status = parts_.link.status();
        out.proof = writeProof({folder,
                                {screen, parts_.key.publicKey()},
                                parts_.journal,
                                parts_.camera,
                                {},
                                {},
                                status});
        return out;
    }
    auto const taken = takeManifest(folder, *parcel, out, status);
    out.kind = !taken ? Kind::refused : *taken ? Kind::taken : Kind::nothingNew;
    if (!taken) {
        out.what = taken.error().message;
        status = parts_.link.status();
    }
    if (bond || taken) {  // to a stick of another controller nothing is written
        out.proofTried = true;
        out.proof = writeProof({folder,
                                {screen, parts_.key.publicKey()},
                                parts_.journal,
                                parts_.camera,
                                parcel->mark,
                                parcel->pictures,
                                status});
    }
    return out;
}

/// True: it is another manifest than before. Content first: what is shown changes only when all
/// that is to be shown is here.
Result<bool> Courier::takeManifest(fs::path const& folder, Parcel const& parcel, Outcome& outcome,
                                   messages::Status& status) {
    auto const now = parts_.fleet.now();
    auto const before = parts_.plans.payload();
    auto const judged =
        parts_.plans.judged(parcel.manifest, parcel.carried.trust, parcel.index.screen, now);
    if (!judged) {
        auto why = judged.error();
        if (now < parcel.index.issued) {
            why.message += "; this player's clock says " + formatInstant(now) +
                           ", which is before the U盘 was written: set its clock";
        }
        return why;
    }
    // Spans that were over when the U盘 was written are not on it.
    for (auto const& file : filesOf(judged->manifest, std::max(now, parcel.index.issued))) {
        auto const& listed = parcel.index.content;
        bool const isListed = std::any_of(listed.begin(), listed.end(), [&](auto const& one) {
            return one.digest == file.digest && one.bytes == file.bytes;
        });
        if (!isListed && !parts_.cache.has(file.digest, file.bytes)) {
            return Error{Errc::damaged, "the U盘 lacks " + file.name + " (" + file.digest.hex() +
                                            "); export it again"};
        }
    }
    if (auto copied = copyAll(folder, parcel); !copied) {
        return copied.error();
    }
    auto const receipt = parts_.link.obey(parcel.carried);
    status = receipt.status;
    if (!receipt.manifest.accepted) {
        return Error{Errc::conflict, receipt.manifest.reason};
    }
    parts_.plans.refresh();
    outcome.what = toString(receipt.manifest.version);
    outcome.expires = judged->manifest.expires;
    return before != judged->payload;
}

Result<> Courier::copyAll(fs::path const& folder, Parcel const& parcel) {
    std::vector<messages::CarriedFile> missing;
    std::int64_t bytes = 0;
    for (auto const& file : parcel.index.content) {
        if (!parts_.cache.has(file.digest, file.bytes)) {
            missing.push_back(file);
            bytes += file.bytes;
        }
    }
    if (auto room = checkRoom(bytes); !room) {
        return room;
    }
    for (auto const& file : missing) {
        auto const copied =
            stick::copyContent(folder / messages::kCarryContent / file.digest.hex(), file,
                               parts_.cache, [this] { return stopping_.load(); });
        if (!copied) {
            return copied;
        }
        parts_.log.info("event=carried-in name=\"{}\" bytes={}", file.name, file.bytes);
    }
    return {};
}

Result<> Courier::checkRoom(std::int64_t bytes) {
    auto const& folder = parts_.cache.folder();
    auto const lacking = [&]() -> std::int64_t {
        auto const space = diskSpace(folder);
        return space ? bytes + diskReserve(space->capacity) - space->free : 0;
    };
    if (bytes == 0 || lacking() <= 0) {
        return {};
    }
    (void)parts_.keeper.makeRoom(*parts_.plans.plan(), parts_.fleet.now());
    auto const still = lacking();
    if (still <= 0) {
        return {};
    }
    return Error{Errc::exhausted,
                 "this player's disk lacks " + bytesInWords(still) + " for " + bytesInWords(bytes)};
}

void Courier::report(fs::path const& folder, ScreenId const& screen, Outcome const& outcome) {
    using Kind = Outcome::Kind;
    auto const& failed = outcome.proof.failed;
    if (failed) {
        parts_.log.warn("event=carried-proof-not-written folder=\"{}\" err=\"{}\"", folder.string(),
                        failed->message);
    }
    switch (outcome.kind) {
        case Kind::taken:
            parts_.log.info("event=carried-taken folder=\"{}\" version={} rows={} pictures={}",
                            folder.string(), outcome.what, outcome.proof.rows,
                            outcome.proof.pictures);
            parts_.show("U盘内容已更新");
            break;
        case Kind::nothingNew:
            parts_.log.info("event=carried-known folder=\"{}\" version={} rows={} pictures={}",
                            folder.string(), outcome.what, outcome.proof.rows,
                            outcome.proof.pictures);
            parts_.show("U盘内容没有变化");
            break;
        case Kind::nothingHere:
            parts_.log.info("event=carried-nothing folder=\"{}\" screen={}", folder.string(),
                            screen.str());
            break;
        case Kind::refused:
            parts_.log.warn("event=carried-refused folder=\"{}\" err=\"{}\"", folder.string(),
                            outcome.what);
            parts_.show("U盘被拒绝，请看 result.txt");
            break;
    }
    auto const place = proofFolder(folder, screen);
    auto const written = place ? files::replace(*place / "result.txt", resultText(screen, outcome))
                               : Result<>(place.error());
    if (!written) {
        parts_.log.warn("event=carried-result-not-written folder=\"{}\" err=\"{}\"",
                        folder.string(), written.error().message);
    }
}

std::string Courier::resultText(ScreenId const& screen, Outcome const& outcome) const {
    using Kind = Outcome::Kind;
    auto const at = formatInstant(parts_.fleet.now());
    auto const until = outcome.expires ? formatInstant(*outcome.expires) : std::string("-");
    std::string zh, en;
    switch (outcome.kind) {
        case Kind::taken:
            zh = "已更新：清单 " + outcome.what + "，有效至 " + until;
            en = "taken: manifest " + outcome.what + ", valid until " + until;
            break;
        case Kind::nothingNew:
            zh = "没有变化：清单 " + outcome.what + " 已在播出，有效至 " + until;
            en =
                "nothing new: manifest " + outcome.what + " was here already, valid until " + until;
            break;
        case Kind::nothingHere:
            zh = "U盘上没有这块屏的内容，原内容继续播出：" + outcome.what;
            en = "nothing to take, the old content goes on: " + outcome.what;
            break;
        case Kind::refused:
            zh = "被拒绝，原内容继续播出：" + outcome.what;
            en = "refused, the old content goes on: " + outcome.what;
            break;
    }
    std::string out = "屏幕 " + screen.str() + "，" + at + "\n结果：" + zh + "\n";
    auto const rows = std::to_string(outcome.proof.rows);
    auto const pictures = std::to_string(outcome.proof.pictures);
    auto const failed = outcome.proof.failed ? outcome.proof.failed->message : std::string();
    if (outcome.proofTried) {
        out += "播放记录 " + rows + " 条，图片 " + pictures + " 张" +
               (failed.empty() ? "" : "；未写完：" + failed) + "\n";
    }
    out += "\nScreen " + screen.str() + ", " + at + "\nResult: " + en + "\n";
    if (outcome.proofTried) {
        out += rows + " rows of plays, " + pictures + " pictures written" +
               (failed.empty() ? "" : "; not all: " + failed) + "\n";
    }
    return out;
}

}  // namespace tocsin::player
