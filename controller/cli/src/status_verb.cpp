// SPDX-License-Identifier: Apache-2.0
// tocsin status
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <ostream>

#include "failure.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

/// Waits; false if it was told to stop.
bool pause(std::stop_token const& stop, std::chrono::seconds duration) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

/// From the top of the terminal, each line cleared to its end, and what was below it.
std::string inPlace(std::string const& block) {
    std::string out = "\x1b[H";
    for (char const c : block) {
        out += c == '\n' ? std::string("\x1b[K\n") : std::string(1, c);
    }
    return out + "\x1b[J";
}

void show(Context const& context, Reply const& reply, bool redraw) {
    auto const block = renderStatus(reply.document, context.environment.language);
    print(context, reply, redraw ? inPlace(block) : block);
    context.out << std::flush;
}

/// The first look must succeed; later ones may find the controller away and say so.
ExitCode watch(Status const& status, Context const& context, Reply reply) {
    bool const redraw = context.environment.outIsTerminal && !context.json;
    if (redraw) {
        context.out << "\x1b[2J";
    }
    show(context, reply, redraw);
    while (pause(context.stop, std::chrono::seconds(status.everySeconds))) {
        try {
            show(context, context.client.get("/api/v1/status"), redraw);
        } catch (CommandFailure const& failure) {
            if (context.stop.stop_requested()) {
                break;
            }
            context.err << failureLines(failure.what());
        }
    }
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(Status const& status, Context const& context) {
    auto reply = context.client.get("/api/v1/status");
    if (status.watch) {
        return watch(status, context, std::move(reply));
    }
    show(context, reply, false);
    return allAsPlanned(reply.document) ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
