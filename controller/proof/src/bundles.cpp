// SPDX-License-Identifier: Apache-2.0
// The queue of bundles.
#include "tocsin/proof/bundles.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "bundles_state.hpp"
#include "tocsin/access/disk_room.hpp"
#include "tocsin/access/role.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::proof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWaiting = 8;
/// Between two looks for orders that are over.
constexpr std::chrono::seconds kLookEvery{60};
constexpr std::size_t kIdBytes = 16;

bool isOver(Bundle const& bundle) {
    return bundle.state == BundleState::done || bundle.state == BundleState::failed;
}

Error noSuchBundle(std::string const& id) {
    return {Errc::notFound,
            "there is no bundle " + id + " of yours; they are kept for a day, ask for it again"};
}

bool covers(access::UnitSet const& has, access::UnitSet const& needed) {
    return has.isAll() || (!needed.isAll() && std::ranges::all_of(needed.named(), [&](auto& unit) {
               return has.contains(unit);
           }));
}

/// Whose reports the account may see now, whatever its session or token.
access::UnitSet reportsOf(store::Tx const& tx, std::string const& account) {
    access::UnitSet out;
    auto const found = tx.accounts().find(store::AccountId(account));
    if (!found || found->disabled) {
        return out;
    }
    access::UnitTree const tree(tx.units().all());
    for (auto const& grant : found->grants) {
        auto const role = access::roleFrom(grant.role);
        if (role && access::permissionsOf(*role).contains(access::Permission::viewReports)) {
            out.add(tree.from(grant.unit));
        }
    }
    return out;
}

}  // namespace

std::string_view toString(BundleState state) {
    switch (state) {
        case BundleState::waiting:
            return "waiting";
        case BundleState::making:
            return "making";
        case BundleState::done:
            return "done";
        case BundleState::failed:
            break;
    }
    return "failed";
}

Bundles::Bundles(store::Store& store, LedgerKeeper& keeper, BundleSettings settings)
    : state_(std::make_unique<State>(store, keeper, std::move(settings))) {}

Bundles::~Bundles() {
    stop();
}

void Bundles::start() {
    std::error_code ignored;
    fs::remove_all(state_->folder(), ignored);
    state_->thread =
        std::jthread([state = state_.get()](std::stop_token const& stop) { state->work(stop); });
}

void Bundles::stop() {
    state_->thread.request_stop();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

Bundle* Bundles::State::known(std::string const& id) {
    auto const found = std::ranges::find(bundles, id, &Bundle::id);
    return found == bundles.end() ? nullptr : &*found;
}

void Bundles::State::expire() {
    auto const now = settings.now();
    std::erase_if(bundles, [&](Bundle const& bundle) {
        if (!isOver(bundle) || now - bundle.ended < settings.keep) {
            return false;
        }
        std::error_code ignored;
        fs::remove(fileOf(bundle.id), ignored);
        return true;
    });
}

Result<Bundle> Bundles::State::order(BundleWish const& wish) {
    Bundle bundle;
    bundle.id = messages::sha256(messages::randomBytes(kIdBytes)).hex().substr(0, 2 * kIdBytes);
    bundle.wish = wish;
    bundle.asked = settings.now();
    std::scoped_lock const lock(mutex);
    expire();
    auto const waiting =
        std::ranges::count_if(bundles, [](auto const& one) { return !isOver(one); });
    if (static_cast<std::size_t>(waiting) >= kMostWaiting) {
        return Error{Errc::unavailable, "so many bundles are waiting already (" +
                                            std::to_string(waiting) +
                                            "); try again when one of them is done"};
    }
    auto const own = std::ranges::count_if(bundles, [&](auto const& one) {
        return one.wish.by == wish.by && one.state != BundleState::failed;
    });
    if (static_cast<std::size_t>(own) >= settings.mostOfAnAccount) {
        return Error{Errc::exhausted,
                     "this account has " + std::to_string(own) +
                         " bundles, and files are kept for a day; remove one of them first "
                         "(DELETE /api/v1/proof/bundles/<bundle>)"};
    }
    bundles.push_back(bundle);
    changed.notify_all();
    return bundle;
}

Result<Bundle> Bundles::State::find(std::string const& id, access::Principal const& who) {
    std::scoped_lock const lock(mutex);
    expire();
    auto const* const bundle = known(id);
    bool const isHis = bundle != nullptr && bundle->wish.by == who.name &&
                       covers(who.unitsFor(access::Permission::viewReports), bundle->wish.units);
    return isHis ? *bundle : Result<Bundle>(noSuchBundle(id));
}

Result<> Bundles::State::checkRights(BundleWish const& wish) const {
    access::UnitSet now;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        now = reportsOf(tx, wish.by);
        return {};
    });
    if (!looked || covers(now, wish.units)) {
        return looked;
    }
    return Error{Errc::permission,
                 "account " + wish.by + " may not see all that the bundle would hold any more"};
}

std::int64_t Bundles::State::keptBytes() {
    std::scoped_lock const lock(mutex);
    std::int64_t out = 0;
    for (auto const& bundle : bundles) {
        out += bundle.state == BundleState::done ? bundle.made.bytes : 0;
    }
    return out;
}

Result<> Bundles::State::remove(std::string const& id, std::string const& by) {
    std::scoped_lock const lock(mutex);
    if (auto const* const bundle = known(id); bundle == nullptr || bundle->wish.by != by) {
        return noSuchBundle(id);
    }
    std::erase_if(bundles, [&](Bundle const& bundle) { return bundle.id == id; });
    if (makingId == id) {
        making.request_stop();  // its file goes when the worker has ended
        return {};
    }
    std::error_code ignored;
    fs::remove(fileOf(id), ignored);
    return {};
}

std::optional<Bundle> Bundles::State::next(std::stop_token const& stop) {
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        expire();
        auto const found = std::ranges::find(bundles, BundleState::waiting, &Bundle::state);
        if (found != bundles.end()) {
            found->state = BundleState::making;
            making = std::stop_source();
            makingId = found->id;
            return *found;
        }
        changed.wait_for(lock, stop, kLookEvery, [this] {
            return std::ranges::find(bundles, BundleState::waiting, &Bundle::state) !=
                   bundles.end();
        });
    }
    return std::nullopt;
}

void Bundles::State::work(std::stop_token const& stop) {
    while (auto const bundle = next(stop)) {
        std::stop_source end;
        {
            std::scoped_lock const lock(mutex);
            end = making;
        }
        std::stop_callback const stopping(stop, [&end] { end.request_stop(); });
        settle(*bundle, make(*bundle, end.get_token()));
    }
}

Result<MadeBundle> Bundles::State::make(Bundle const& bundle, std::stop_token const& stop) {
    if (auto const may = checkRights(bundle.wish); !may) {
        return may.error();
    }
    std::error_code failed;
    fs::create_directories(folder(), failed);
    if (failed) {
        return Error{Errc::unavailable, folder().string() + " cannot be made: " + failed.message()};
    }
    auto const others = keptBytes();
    auto const mayGrow = [&](std::int64_t bytes) -> Result<> {
        if (others + bytes > settings.mostBytes) {
            return Error{Errc::exhausted, "all bundles that are kept would have more than " +
                                              std::to_string(settings.mostBytes >> 20) +
                                              " MiB; remove some, or ask for a shorter period"};
        }
        return access::checkRoom(folder(), 0, settings.diskReserveBytes);
    };
    try {
        auto made = makeBundle(
            store, keeper, bundle.wish, settings.now(), fileOf(bundle.id),
            [&](double share) {
                std::scoped_lock const lock(mutex);
                if (auto* const here = known(bundle.id)) {
                    here->share = share;
                }
            },
            stop, mayGrow);
        if (!made) {
            return made;
        }
        auto const written =
            store.write([](store::Tx&) -> Result<> { return {}; },
                        {bundle.wish.by, "proof.export",
                         formatInstant(bundle.wish.from) + " " + formatInstant(bundle.wish.to),
                         std::to_string(made->plays) + " plays " + made->digest.hex()});
        return written ? std::move(made) : written.error();
    } catch (std::exception const& failure) {
        return Error{Errc::internal, failure.what()};
    }
}

void Bundles::State::settle(Bundle const& bundle, Result<MadeBundle> const& made) {
    std::string line;
    {
        std::scoped_lock const lock(mutex);
        makingId.clear();
        auto* const here = known(bundle.id);
        if (here != nullptr) {
            here->ended = settings.now();
            here->state = made ? BundleState::done : BundleState::failed;
        }
        if (here != nullptr && made) {
            here->share = 1;
            here->made = *made;
            line = "bundle of proof made id=" + bundle.id + " plays=" + std::to_string(made->plays);
        } else if (here != nullptr) {
            here->message = made.error().message;
            line =
                "bundle of proof failed id=" + bundle.id + " err=\"" + made.error().message + "\"";
        }
        if (here == nullptr || !made) {
            std::error_code ignored;
            fs::remove(fileOf(bundle.id), ignored);
        }
    }
    if (!line.empty()) {
        settings.log(line);
    }
}

}  // namespace tocsin::proof
