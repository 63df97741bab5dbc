// SPDX-License-Identifier: Apache-2.0
// The queue of loops.
#include "tocsin/schedule/loops.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "loop_sheet.hpp"
#include "loops_state.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWaiting = 8;
/// Between two looks for orders that are over.
constexpr std::chrono::seconds kLookEvery{60};
constexpr std::size_t kIdBytes = 16;

bool isOver(Loop const& loop) {
    return loop.state == LoopState::done || loop.state == LoopState::failed;
}

Error noSuchLoop(std::string const& id) {
    return {Errc::notFound,
            "there is no loop " + id + "; they are kept for a day, ask for it again"};
}

Result<> write(fs::path const& file, std::string const& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    return out ? Result<>()
               : Error{Errc::exhausted, file.string() + " cannot be written; is the disk full?"};
}

/// Writes the check sheet in both its forms beside the files.
Result<> addSheet(LoopSheet const& sheet, RenderedLoop& made, fs::path const& folder) {
    auto const html = sheetHtml(sheet);
    auto const json = html ? sheetJson(sheet) : html.error();
    if (!json) {
        return json.error();
    }
    struct Form {
        char const *name, *type;
        std::string text;
    };
    for (auto const& [name, type, text] :
         {Form{"check-sheet.html", "text/html; charset=utf-8", *html},
          Form{"check-sheet.json", "application/json", boost::json::serialize(*json) + "\n"}}) {
        auto const file = folder / name;
        if (auto written = write(file, text); !written) {
            return written;
        }
        made.files.push_back(
            {name, type, file, messages::sha256(text), static_cast<std::int64_t>(text.size())});
    }
    return {};
}

}  // namespace

std::string_view toString(LoopState state) {
    switch (state) {
        case LoopState::waiting:
            return "waiting";
        case LoopState::rendering:
            return "rendering";
        case LoopState::done:
            return "done";
        case LoopState::failed:
            break;
    }
    return "failed";
}

Loops::Loops(store::Store& store, library::Library& library, library::SegmentMaker& maker,
             LoopSettings settings)
    : state_(std::make_unique<State>(store, library, maker, std::move(settings))) {}

Loops::~Loops() {
    stop();
}

void Loops::start() {
    std::error_code ignored;
    fs::remove_all(state_->folder(), ignored);
    state_->thread =
        std::jthread([state = state_.get()](std::stop_token const& stop) { state->work(stop); });
}

void Loops::stop() {
    state_->thread.request_stop();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

Loop* Loops::State::known(std::string const& id) {
    auto const found = std::ranges::find(loops, id, &Loop::id);
    return found == loops.end() ? nullptr : &*found;
}

void Loops::State::expire() {
    auto const now = settings.now();
    std::erase_if(loops, [&](Loop const& loop) {
        if (!isOver(loop) || now - loop.ended < settings.keep) {
            return false;
        }
        std::error_code ignored;
        fs::remove_all(folderOf(loop.id), ignored);
        return true;
    });
}

Result<Loop> Loops::State::order(std::string const& by, ScreenId const& screen,
                                 LoopWish const& wish) {
    auto const now = settings.now();
    auto const day = viewDay(store, compilations, settings.times, screen, wish.date, now);
    if (!day) {
        return day.error();
    }
    auto plan = planLoop(*day, wish, [this](Digest const& digest) -> Result<std::string> {
        auto const file = library.file(digest);
        if (!file) {
            return file.error();
        }
        std::ifstream in(*file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    });
    if (!plan) {
        return plan.error();
    }
    Loop loop;
    loop.id = messages::sha256(messages::randomBytes(kIdBytes)).hex().substr(0, 2 * kIdBytes);
    loop.by = by;
    loop.asked = now;
    loop.wish = wish;
    loop.plan = *std::move(plan);
    loop.words = {"waits for its turn", "排队等待"};
    std::scoped_lock const lock(mutex);
    expire();
    auto const waiting = std::ranges::count_if(loops, [](auto const& one) { return !isOver(one); });
    if (static_cast<std::size_t>(waiting) >= kMostWaiting) {
        return Error{Errc::unavailable, "so many loops are waiting already (" +
                                            std::to_string(waiting) +
                                            "); try again when one of them is done"};
    }
    loops.push_back(loop);
    changed.notify_all();
    return loop;
}

Result<Loop> Loops::State::find(std::string const& id) {
    std::scoped_lock const lock(mutex);
    expire();
    auto const* const loop = known(id);
    return loop == nullptr ? Result<Loop>(noSuchLoop(id)) : *loop;
}

std::vector<Loop> Loops::State::all() {
    std::scoped_lock const lock(mutex);
    expire();
    return {loops.begin(), loops.end()};
}

Result<> Loops::State::remove(std::string const& id) {
    std::scoped_lock const lock(mutex);
    if (known(id) == nullptr) {
        return noSuchLoop(id);
    }
    std::erase_if(loops, [&](Loop const& loop) { return loop.id == id; });
    if (renderingId == id) {
        rendering.request_stop();  // its folder goes when the worker has ended
        return {};
    }
    std::error_code ignored;
    fs::remove_all(folderOf(id), ignored);
    return {};
}

std::optional<Loop> Loops::State::next(std::stop_token const& stop) {
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        expire();
        auto const found = std::ranges::find(loops, LoopState::waiting, &Loop::state);
        if (found != loops.end()) {
            found->state = LoopState::rendering;
            rendering = std::stop_source();
            renderingId = found->id;
            return *found;
        }
        changed.wait_for(lock, stop, kLookEvery, [this] {
            return std::ranges::find(loops, LoopState::waiting, &Loop::state) != loops.end();
        });
    }
    return std::nullopt;
}

void Loops::State::work(std::stop_token const& stop) {
    while (auto const loop = next(stop)) {
        std::stop_source end;
        {
            std::scoped_lock const lock(mutex);
            end = rendering;
        }
        std::stop_callback const stopping(stop, [&end] { end.request_stop(); });
        auto made = [&]() -> Result<RenderedLoop> {
            try {
                return render(*loop, end.get_token());
            } catch (std::exception const& failure) {
                return Error{Errc::internal, failure.what()};
            }
        }();
        settle(*loop, std::move(made));
    }
}

Result<RenderedLoop> Loops::State::render(Loop const& loop, std::stop_token const& stop) {
    auto const folder = folderOf(loop.id);
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        return Error{Errc::unavailable, folder.string() + " cannot be made: " + failed.message()};
    }
    LoopWay const way{maker, library, settings.threads, settings.diskReserveBytes};
    auto made = renderLoop(
        loop.plan, loop.wish, folder, way,
        [&](double share, playlists::Words const& words) {
            std::scoped_lock const lock(mutex);
            if (auto* const here = known(loop.id)) {
                here->share = share;
                here->words = words;
            }
        },
        stop);
    if (!made) {
        return made;
    }
    auto const when = settings.now();
    if (auto added = addSheet({loop.plan, loop.wish, *made, when, loop.by}, *made, folder);
        !added) {
        return added.error();
    }
    // An export of content: who took what away, for figures that are entered by hand later.
    auto const written =
        store.write([](store::Tx&) -> Result<> { return {}; },
                    {loop.by, "loop.render", loop.plan.screen.id.str(),
                     playlists::toString(loop.plan.date) + " " + made->files.front().name + " " +
                         made->files.front().digest.hex()});
    return written ? std::move(made) : written.error();
}

void Loops::State::settle(Loop const& loop, Result<RenderedLoop> made) {
    std::string line;
    {
        std::scoped_lock const lock(mutex);
        renderingId.clear();
        auto* const here = known(loop.id);
        if (here != nullptr) {
            here->ended = settings.now();
            here->state = made ? LoopState::done : LoopState::failed;
        }
        if (here != nullptr && made) {
            here->share = 1;
            here->words = {"done", "已完成"};
            here->plan.items = std::move(made->items);
            here->files = std::move(made->files);
            here->findings = std::move(made->findings);
            line = "loop rendered screen=" + loop.plan.screen.id.str() + " loop=" + loop.id;
        } else if (here != nullptr) {
            here->words = {made.error().message, made.error().message};
            line = "loop failed screen=" + loop.plan.screen.id.str() + " err=\"" +
                   made.error().message + "\"";
        }
        if (here == nullptr || !made) {
            std::error_code ignored;
            fs::remove_all(folderOf(loop.id), ignored);
        }
    }
    if (!line.empty()) {
        settings.log(line);
    }
}

}  // namespace tocsin::schedule
