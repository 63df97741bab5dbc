// SPDX-License-Identifier: Apache-2.0
// The queue of conversions: who works on what, and what becomes of it.
#include "tocsin/library/conversions.hpp"
#include "tocsin/library/rendition_record.hpp"

#include <algorithm>
#include <set>
#include <shared_mutex>
#include <system_error>

#include "conversions_state.hpp"
#include "find_asset.hpp"
#include "library_state.hpp"
#include "tocsin/access/disk_room.hpp"
#include "working_hours.hpp"

namespace tocsin::library {
namespace {

namespace fs = std::filesystem;

/// Between two looks for work that nobody told of.
constexpr std::chrono::seconds kLookEvery{5};
/// What the machine could not do is tried again after this.
constexpr std::chrono::seconds kRest{60};

ConversionKey keyOf(store::Conversion const& what) {
    return {what.asset, what.screens};
}

/// Not the film's fault: it is tried again.
bool mayPass(Errc code) {
    return code != Errc::invalid && code != Errc::damaged && code != Errc::notFound;
}

/// Pictures are done in a moment: they need not wait for the hours.
bool isFilm(store::Conversion const& what) {
    return what.length.count() > 0;
}

std::string nameOf(store::Conversion const& what) {
    if (what.screens.width == 0) {
        return what.asset.hex();
    }
    return what.asset.hex() + "-" + std::to_string(what.screens.width) + "x" +
           std::to_string(what.screens.height) + "-" + std::string(toString(what.screens.fit));
}

std::string described(store::Conversion const& what) {
    return what.screens.width == 0 ? "house master"
                                   : "for screens of " + std::to_string(what.screens.width) + "x" +
                                         std::to_string(what.screens.height) + ", " +
                                         std::string(toString(what.screens.fit));
}

/// The file itself is what the asset is on screens from now on.
void becomeMaster(store::Asset& asset, Converted const& made) {
    auto const& verdict = made.verdict;
    asset.content.master = asset.content.rendition = made.digest;
    asset.bytes = verdict.bytes;
    asset.codec = verdict.codec;
    asset.width = verdict.width;
    asset.height = verdict.height;
    asset.rateNum = verdict.rateNum;
    asset.rateDen = verdict.rateDen;
    asset.sound = verdict.sound;
    if (asset.kind == playlists::AssetKind::film) {
        asset.duration = Milliseconds(verdict.durationMs);
    }
    asset.ready = true;
}

}  // namespace

Conversions::Conversions(store::Store& store, Library& library, ConversionSettings settings)
    : state_(std::make_unique<State>(store, library, std::move(settings))) {}

Conversions::~Conversions() {
    stop();
}

void Conversions::start() {
    state_->removeLeftOvers();
    for (int i = 0; i < std::max(1, state_->settings.atOnce); ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
    }
}

void Conversions::stop() {
    {
        std::scoped_lock const lock(state_->mutex);
        state_->stopping = true;
        for (auto& one : state_->running) {
            one.stop.request_stop();
        }
    }
    state_->changed.notify_all();
    state_->threads.clear();
}

void Conversions::wake() {
    {
        std::scoped_lock const lock(state_->mutex);
        state_->woken = true;
        state_->rests.clear();
    }
    state_->changed.notify_all();
}

fs::path Conversions::State::folderOf(store::Conversion const& what) const {
    return folder() / nameOf(what);
}

/// Folders of conversions that are done, or whose asset is gone.
void Conversions::State::removeLeftOvers() {
    std::set<std::string> wanted;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const state : {store::ConversionState::waiting, store::ConversionState::paused}) {
            for (auto const& what : tx.conversions().in(state)) {
                wanted.insert(nameOf(what));
            }
        }
        return {};
    });
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator(folder(), failed)) {
        if (looked && !wanted.contains(entry.path().filename().string())) {
            std::error_code ignored;
            fs::remove_all(entry.path(), ignored);
        }
    }
}

bool Conversions::State::isTime() const {
    return isWithin(settings.hours, settings.zone, settings.now());
}

std::optional<store::Conversion> Conversions::State::next() {
    std::unique_lock lock(mutex);
    while (!stopping) {
        bool const may = isTime();
        std::vector<store::Conversion> waiting;
        auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
            waiting = tx.conversions().in(store::ConversionState::waiting);
            return {};
        });
        auto const now = std::chrono::steady_clock::now();
        for (auto const& what : waiting) {
            auto const rest = rests.find(keyOf(what));
            bool const rested = rest == rests.end() || rest->second <= now;
            bool const taken = std::any_of(running.begin(), running.end(),
                                           [&](auto const& one) { return one.key == keyOf(what); });
            if (looked && rested && !taken && (may || !isFilm(what))) {
                running.push_back({keyOf(what), 0, {}});
                return what;
            }
        }
        changed.wait_for(lock, kLookEvery, [this] { return stopping || woken; });
        woken = false;
    }
    return std::nullopt;
}

void Conversions::State::work() {
    while (auto const what = next()) {
        Outcome outcome;
        try {
            outcome = run(*what);
        } catch (std::exception const& failure) {
            outcome.line = "conversion interrupted err=\"" + std::string(failure.what()) + "\"";
            std::scoped_lock const lock(mutex);
            rests[keyOf(*what)] = std::chrono::steady_clock::now() + kRest;
        }
        {
            std::scoped_lock const lock(mutex);
            running.remove_if([&](Running const& one) { return one.key == keyOf(*what); });
        }
        if (outcome.plansChange) {
            library.state_->tellPlansChange();
        }
        if (!outcome.line.empty()) {
            settings.log(outcome.line);
        }
    }
}

Conversions::State::Outcome Conversions::State::run(store::Conversion const& what) {
    Running* here = nullptr;
    {
        std::scoped_lock const lock(mutex);
        here = &*std::find_if(running.begin(), running.end(),
                              [&](Running const& one) { return one.key == keyOf(what); });
        if (stopping) {
            return {};
        }
    }
    std::optional<store::Asset> asset;
    store
        .read([&](store::Tx const& tx) -> Result<> {
            asset = tx.assets().find(what.asset);
            return {};
        })
        .value();
    if (!asset || asset->retired) {
        std::scoped_lock const lock(mutex);
        rests[keyOf(what)] = std::chrono::steady_clock::now() + kRest;
        return {};
    }
    auto const made = convertOne(what, *asset, *here);
    auto const done = made ? settle(what, *asset, *made) : made.error();
    if (done || !mayPass(done.error().code)) {
        std::error_code ignored;
        fs::remove_all(folderOf(what), ignored);
    }
    if (done) {
        return {"converted media=" + asset->handle + " what=\"" + described(what) + "\"",
                what.screens.width > 0};
    }
    return done.error().code == Errc::cancelled ? Outcome{}
                                                : Outcome{fail(what, *asset, done.error())};
}

Result<Converted> Conversions::State::convertOne(store::Conversion const& what,
                                                 store::Asset const& asset, Running& here) {
    auto const source = what.screens.width > 0 ? asset.content.master : asset.content.asset;
    if (!files.has(source)) {
        return Error{Errc::notFound, "The file is not there any more; upload it again."};
    }
    // What comes out is seldom larger than what goes in, and lies there twice for a moment.
    if (auto room = files.checkRoom(2 * asset.bytes, settings.diskReserveBytes); !room) {
        return room.error();
    }
    settings.log("converting media=" + asset.handle + " what=\"" + described(what) + "\"");
    ConversionWay way;
    way.worker = settings.worker;
    way.threads = settings.threads;
    way.partLength = settings.partLength;
    return convert(
        what, files.pathOf(source), folderOf(what), way,
        [&](double share) {
            if (isFilm(what) && !isTime()) {
                here.stop.request_stop();
            }
            std::scoped_lock const lock(mutex);
            here.share = share;
        },
        here.stop.get_token());
}

Result<std::string> Conversions::State::recordOf(store::Conversion const& what,
                                                 store::Asset const& asset, Digest const& made) {
    if (what.screens.width == 0 || !settings.sign) {
        return std::string();
    }
    auto result = what;
    result.result = made;
    return settings.sign(renditionPayload(result, asset.content.master));
}

Result<> Conversions::State::settle(store::Conversion const& what, store::Asset const& source,
                                    Converted const& made) {
    auto const record = recordOf(what, source, made.digest);
    if (!record) {
        return record.error();
    }
    std::shared_lock const bringing(library.state_->bringing);
    if (auto taken = files.take(made.file, made.digest); !taken) {
        return taken;
    }
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            auto conversion = tx.conversions().find(what.asset, what.screens);
            auto asset = tx.assets().find(what.asset);
            if (!conversion || !asset || asset->retired ||
                conversion->state != store::ConversionState::waiting) {
                return Error{Errc::cancelled, "the conversion is not wanted any more"};
            }
            conversion->state = store::ConversionState::done;
            conversion->result = made.digest;
            conversion->bytes = made.verdict.bytes;
            conversion->reason.clear();
            conversion->touched = settings.now();
            conversion->record = *record;
            tx.conversions().put(*conversion);
            if (what.screens.width == 0) {
                becomeMaster(*asset, made);
                tx.assets().put(*asset);
            }
            return {};
        },
        {"controller", "media.convert", what.asset.hex(),
         described(what) + " " + made.digest.hex()});
}

std::string Conversions::State::fail(store::Conversion const& what, store::Asset const& asset,
                                     Error const& error) {
    bool const forGood = !mayPass(error.code);
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto conversion = tx.conversions().find(what.asset, what.screens);
        if (conversion && conversion->state == store::ConversionState::waiting) {
            conversion->reason = error.message;
            conversion->touched = settings.now();
            if (forGood) {
                conversion->state = store::ConversionState::failed;
            }
            tx.conversions().put(*conversion);
        }
        return {};
    };
    auto const written =
        forGood ? store.write(change, {"controller", "media.convert.fail", what.asset.hex(),
                                       described(what) + ": " + error.message})
                : store.ingest(change);
    {
        std::scoped_lock const lock(mutex);
        rests[keyOf(what)] = std::chrono::steady_clock::now() + kRest;
    }
    return std::string(forGood ? "conversion failed" : "conversion waits") +
           " media=" + asset.handle + " err=\"" + error.message + "\"" +
           (written ? "" : " (not written down)");
}

double Conversions::State::shareOf(store::Conversion const& what) {
    if (what.state == store::ConversionState::done) {
        return 1;
    }
    std::scoped_lock const lock(mutex);
    for (auto const& one : running) {
        if (one.key == keyOf(what)) {
            return one.share;
        }
    }
    return 0;
}

bool Conversions::State::isRunning(store::Conversion const& what) {
    std::scoped_lock const lock(mutex);
    return std::any_of(running.begin(), running.end(),
                       [&](auto const& one) { return one.key == keyOf(what); });
}

Result<std::size_t> Conversions::State::setStates(access::Principal const& who,
                                                  std::optional<std::string> const& media,
                                                  std::vector<store::ConversionState> const& from,
                                                  store::ConversionState to) {
    std::set<ConversionKey> changedOnes;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto all = std::vector<store::Conversion>();
            if (media) {
                auto const asset = findAsset(tx, *media);
                if (!asset) {
                    return asset.error();
                }
                if (!who.may(access::Permission::editMedia,
                             tx.uploads().chargedTo(asset->content.asset))) {
                    return Error{Errc::permission,
                                 "asset " + asset->handle + " belongs to another unit"};
                }
                all = tx.conversions().of(asset->content.asset);
            } else {
                all = tx.conversions().all();
            }
            for (auto& what : all) {
                if (std::find(from.begin(), from.end(), what.state) != from.end() &&
                    who.may(access::Permission::editMedia, tx.uploads().chargedTo(what.asset))) {
                    what.state = to;
                    what.reason.clear();
                    what.touched = settings.now();
                    tx.conversions().put(what);
                    changedOnes.insert(keyOf(what));
                }
            }
            return {};
        },
        {who.name, "media.conversions." + std::string(toString(to)), media.value_or("all"), ""});
    if (!written) {
        return written.error();
    }
    std::scoped_lock const lock(mutex);
    rests.clear();
    for (auto& one : running) {
        if (changedOnes.contains(one.key)) {
            one.stop.request_stop();
        }
    }
    woken = true;
    changed.notify_all();
    return changedOnes.size();
}

}  // namespace tocsin::library
