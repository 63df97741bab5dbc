// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/evidence/photos: a photograph that a person took of a screen.
#include <algorithm>
#include <boost/json.hpp>
#include <system_error>

#include "evidence_state.hpp"
#include "photograph_record.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

constexpr std::size_t kMostNote = 300;

/// What whoever brings it says of it.
struct Said {
    std::string screen, campaign, note;
    std::optional<Instant> at;
};

Result<Said> readSaid(Request const& request) {
    Said out{
        queried(request, "screen"), queried(request, "campaign"), queried(request, "note"), {}};
    if (auto const text = queried(request, "at"); !text.empty()) {
        auto const at = parseInstant(text);
        if (!at) {
            return Error{Errc::invalid, "at: " + at.error().message};
        }
        out.at = *at;
    }
    bool const oneLine = std::ranges::none_of(
        out.note, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
    if (out.note.size() > kMostNote || !oneLine || !isUtf8(out.note)) {
        return Error{Errc::invalid, "note: one line of at most " + std::to_string(kMostNote) +
                                        " bytes is allowed"};
    }
    return out;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) {
        out += (out.empty() ? "" : ", ") + text;
    }
    return out;
}

/// Which screen it is of, by what was said and by the stickers in the picture.
Result<ScreenId> screenOf(Said const& said, std::vector<std::string> const& stickers) {
    if (said.screen.empty()) {
        if (stickers.empty()) {
            return Error{Errc::invalid,
                         "nothing tells which screen the photograph is of: name it (--screen), or "
                         "photograph it with its sticker"};
        }
        if (stickers.size() > 1) {
            return Error{Errc::invalid, "the stickers of several screens are in the picture (" +
                                            joined(stickers) +
                                            "): name the one it is of (--screen)"};
        }
        return ScreenId(stickers.front());
    }
    if (!stickers.empty() && std::ranges::find(stickers, said.screen) == stickers.end()) {
        return Error{Errc::conflict, "the sticker in the picture is of screen " + joined(stickers) +
                                         ", not of " + said.screen + ", which was named"};
    }
    return ScreenId(said.screen);
}

/// The screen, if it is there and the caller may add pictures of it.
Result<store::Screen> screenFor(store::Tx const& tx, Principal const& who, ScreenId const& id) {
    auto screen = tx.screens().find(id);
    // Who may not see a screen is not told that there is one.
    if (!screen || !who.may(Permission::viewEvidence, screen->unit)) {
        return Error{Errc::notFound,
                     "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
    }
    if (!who.may(Permission::requestEvidence, screen->unit)) {
        return Error{Errc::permission, "this account may not add pictures of screen " + id.str()};
    }
    return *std::move(screen);
}

Result<> checkCampaign(store::Tx const& tx, Principal const& who, std::string const& id) {
    if (id.empty()) {
        return {};
    }
    auto const campaign = tx.campaigns().find(CampaignId(id));
    if (!campaign || !who.uses(Permission::viewCampaigns, campaign->unit)) {
        return Error{Errc::notFound,
                     "there is no campaign \"" + id + "\"; see tocsin campaign list"};
    }
    return {};
}

struct Taken {
    Instant at;
    char const* how;  ///< PhotographRecord::time
};

/// "2026:06:01 08:30:00" as RFC 3339 writes it.
std::string dateOf(media::Photograph const& photograph) {
    auto out = photograph.taken;
    out[4] = out[7] = '-';
    out[10] = 'T';
    return out;
}

Result<Taken> takenAt(Said const& said, media::Photograph const& photograph,
                      std::string const& zone) {
    if (said.at) {
        return Taken{*said.at, "stated"};
    }
    constexpr std::size_t kTakenBytes = 19;
    if (photograph.taken.size() != kTakenBytes) {
        return Error{Errc::invalid,
                     "the photograph does not say when it was taken (messengers take that out): "
                     "send the camera's own file, or say the instant (--at)"};
    }
    // Its own clock first, as if that were UTC.
    auto const local = parseInstant(dateOf(photograph) + "Z");
    if (!local) {
        return Error{Errc::invalid, "the photograph says it was taken at " + photograph.taken +
                                        ", which is no time; say the instant (--at)"};
    }
    if (!photograph.offset.empty()) {
        auto const exact = parseInstant(dateOf(photograph) + photograph.offset);
        return exact ? Result<Taken>(Taken{*exact, "camera"}) : exact.error();
    }
    auto const midnight = std::chrono::floor<std::chrono::days>(*local);
    auto const inZone = playlists::instantOf(
        zone, playlists::LocalMoment{std::chrono::year_month_day(midnight), *local - midnight});
    return inZone ? Result<Taken>(Taken{*inZone, "camera-zone"}) : inZone.error();
}

std::string cameraText(media::Photograph const& photograph) {
    auto const& taken = photograph.taken;
    return taken.empty() || photograph.offset.empty() ? taken : taken + " " + photograph.offset;
}

/// The one there is of these bytes, if it is the same photograph.
Result<Response> sameAgain(store::KeptPicture const& there, ScreenId const& screen) {
    if (!isPhotograph(there)) {
        return Error{Errc::conflict, "this picture is there already: the player of screen " +
                                         there.screen.str() + " took it itself"};
    }
    if (there.screen != screen) {
        return Error{Errc::conflict, "this photograph is there already, as one of another screen"};
    }
    return access::jsonResponse(pictureJson(there));
}

}  // namespace

Result<Response> EvidenceArchive::State::addPhotograph(Principal const& who,
                                                       Request const& request) const {
    auto const said = readSaid(request);
    if (!said) {
        return said.error();
    }
    std::error_code failed;
    auto const bytes =
        static_cast<std::int64_t>(std::filesystem::file_size(request.bodyFile, failed));
    if (failed || bytes < 1 || bytes > kMostPhotographBytes) {
        return Error{Errc::invalid, "the photograph has " + std::to_string(failed ? 0 : bytes) +
                                        " bytes; allowed are 1 to " +
                                        std::to_string(kMostPhotographBytes)};
    }
    auto const photograph = settings.lookAtPhotograph(request.bodyFile);
    auto const id = photograph ? screenOf(*said, photograph->screens) : photograph.error();
    auto const digest = id ? messages::sha256File(request.bodyFile) : id.error();
    if (!digest) {
        return digest.error();
    }
    std::optional<store::KeptPicture> there;
    store::Screen screen;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto found = screenFor(tx, who, *id);
        if (!found) {
            return found.error();
        }
        screen = *std::move(found);
        there = tx.pictures().find(*digest);
        return checkCampaign(tx, who, said->campaign);
    });
    if (!looked) {
        return looked.error();
    }
    if (there) {
        return sameAgain(*there, screen.id);
    }
    auto const taken = takenAt(*said, *photograph, screen.zone);
    if (!taken) {
        return taken.error();
    }
    if (taken->at > now() + kClockSlack) {
        return Error{Errc::invalid, "the photograph would have been taken at " +
                                        formatInstant(taken->at) +
                                        ", which is not yet; say the instant (--at)"};
    }
    auto kept = files.checkRoom(bytes, settings.diskReserveBytes);
    kept = kept ? files.take(request.bodyFile, *digest) : kept;
    if (!kept) {
        return kept.error();
    }
    PhotographRecord const record{photograph->png ? "image/png" : "image/jpeg",
                                  photograph->width,
                                  photograph->height,
                                  bytes,
                                  taken->how,
                                  cameraText(*photograph),
                                  !photograph->screens.empty(),
                                  said->note};
    store::KeptPicture row{0,
                           *digest,
                           screen.id,
                           CampaignId(said->campaign),
                           taken->at,
                           now(),
                           messages::PublicKey{},
                           toJson(record)};
    row.addedBy = who.name;
    // The same photograph may have been added meanwhile; what is kept is what is answered.
    there.reset();
    auto const stored = store.write(
        [&](store::Tx& tx) -> Result<> {
            there = tx.pictures().find(*digest);
            if (there) {
                return Error{Errc::conflict, "the photograph was added meanwhile"};
            }
            tx.pictures().put(row);
            return {};
        },
        {who.name, "evidence.photo", screen.id.str(),
         digest->hex() + " taken " + formatInstant(taken->at) + " (" + taken->how + ")"});
    if (there) {
        return sameAgain(*there, screen.id);
    }
    return stored ? Result<Response>(access::jsonResponse(pictureJson(row), 201)) : stored.error();
}

access::Route EvidenceArchive::State::photographRoute(std::shared_ptr<State> const& state) {
    access::Route route{"POST",
                        "/api/v1/evidence/photos",
                        Permission::requestEvidence,
                        "Add a photograph of a screen, taken by a person",
                        "",
                        pictureSchema(),
                        access::BodyPolicy::upload,
                        [state](Principal const& who, Request const& request) {
                            return state->addPhotograph(who, request);
                        }};
    route.query = {{"screen"}, {"campaign"}, {"at"}, {"note"}};
    route.success = {200, 201};
    return route;
}

}  // namespace tocsin::proof
