// SPDX-License-Identifier: Apache-2.0
#include "command_sessions.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "tocsin/session/worker_wait.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kInstructionsRemembered = 64;
constexpr std::size_t kPicturesRemembered = 50'000;

// What runs on the workers: named coroutines with their state by value.
asio::awaitable<Result<std::vector<SealedInstruction>>> dueOnWorker(StatePtr state,
                                                                    ScreenId screen) {
    co_return state->screenCommands.takeFor(screen);
}
asio::awaitable<Result<>> receiptOnWorker(StatePtr state, ScreenId screen,
                                          messages::InstructionReceipt receipt) {
    co_return state->screenCommands.receipt(screen, receipt);
}
asio::awaitable<Result<>> failedOnWorker(StatePtr state, ScreenId screen, std::string command,
                                         std::string why) {
    co_return state->screenCommands.failed(screen, command, why);
}
asio::awaitable<Result<>> picturedOnWorker(StatePtr state, ScreenId screen, std::string command,
                                           Result<Digest> picture) {
    co_return picture ? state->screenCommands.pictured(screen, command, *picture)
                      : state->screenCommands.failed(screen, command, picture.error().message);
}
asio::awaitable<Result<>> seenOnWorker(StatePtr state, ScreenId screen, std::string boot,
                                       messages::Status status) {
    co_return state->screenCommands.seen(screen, boot, status);
}

void tellLost(ScreenId const& screen, Result<> const& done) {
    if (!done) {
        spdlog::error("a command's state was not stored screen={} err=\"{}\"", screen.str(),
                      done.error().message);
    }
}

/// The number that the message had is known before it leaves: a refusal names it.
asio::awaitable<void> sendInstruction(SessionPtr session, std::string text) {
    (void)co_await session->channel->send(std::move(text));
}

std::string numbered(PlayerSession& session, SealedInstruction const& instruction) {
    auto& sent = session.instructions;
    if (sent.size() >= kInstructionsRemembered) {
        sent.erase(sent.begin());
    }
    auto const id = session.nextId++;
    sent[id] = instruction.command;
    return messages::encode({id, messages::InstructionOffer{instruction.envelope}});
}

asio::awaitable<void> noteFailed(StatePtr state, ScreenId screen, std::string command,
                                 std::string why) {
    auto const noted = co_await asio::co_spawn(
        state->workers, failedOnWorker(state, screen, std::move(command), std::move(why)),
        session::waitForWorker());
    tellLost(screen, noted);
}

asio::awaitable<void> notePicture(StatePtr state, ScreenId screen, std::string command,
                                  Result<Digest> picture) {
    auto const noted = co_await asio::co_spawn(
        state->workers, picturedOnWorker(state, screen, std::move(command), std::move(picture)),
        session::waitForWorker());
    tellLost(screen, noted);
}

asio::awaitable<void> look(StatePtr state, SessionPtr session, messages::Status status) {
    auto const screen = *session->screen;
    auto const seen = co_await asio::co_spawn(
        state->workers, seenOnWorker(state, screen, session->hello.boot, std::move(status)),
        session::waitForWorker());
    session->looking = false;
    tellLost(screen, seen);
}

}  // namespace

void Fleet::State::sendInstruction(SealedInstruction const& instruction) {
    auto const& screen = instruction.screen;
    if (instruction.envelope.empty()) {
        if (pictureCommands.size() >= kPicturesRemembered) {
            pictureCommands.erase(pictureCommands.begin());
        }
        pictureCommands.insert({screen, instruction.command});
        askForPicture(screen, {instruction.command, "asked for by " + instruction.reason});
        return;
    }
    for (auto const& session : driving(screen)) {
        if (session->welcomed && !session->closing && !session->copy && !stopping) {
            tasks.spawn("instruction",
                        fleet::sendInstruction(session, numbered(*session, instruction)));
        }
    }
}

void Fleet::State::sendInstructions(std::vector<SealedInstruction> instructions) {
    if (instructions.empty()) {
        return;
    }
    asio::post(io, [self = shared_from_this(), instructions = std::move(instructions)] {
        for (auto const& instruction : instructions) {
            self->sendInstruction(instruction);
        }
    });
}

void Fleet::State::pictureSettled(ScreenId const& screen, std::string const& request,
                                  Result<Digest> picture) {
    if (pictureCommands.erase({screen, request}) > 0 && !stopping) {
        tasks.spawn("picture-command",
                    notePicture(shared_from_this(), screen, request, std::move(picture)));
    }
}

asio::awaitable<void> offerInstructions(StatePtr state, SessionPtr session) {
    if (session->copy) {
        co_return;
    }
    auto due = co_await asio::co_spawn(state->workers, dueOnWorker(state, *session->screen),
                                       session::waitForWorker());
    if (!due) {
        spdlog::error("commands not sent screen={} err=\"{}\"", session->screen->str(),
                      due.error().message);
        co_return;
    }
    for (auto const& instruction : *due) {
        state->sendInstruction(instruction);
    }
}

asio::awaitable<void> takeInstructionReceipt(StatePtr state, SessionPtr session,
                                             messages::InstructionReceipt receipt) {
    auto const screen = *session->screen;
    std::erase_if(session->instructions,
                  [&](auto const& sent) { return sent.second == receipt.instruction; });
    auto const noted =
        co_await asio::co_spawn(state->workers, receiptOnWorker(state, screen, std::move(receipt)),
                                session::waitForWorker());
    tellLost(screen, noted);
}

bool refusedInstruction(StatePtr const& state, SessionPtr const& session,
                        messages::Refusal const& refusal) {
    auto const sent = session->instructions.find(refusal.replyTo);
    if (sent == session->instructions.end()) {
        return false;
    }
    auto command = std::move(sent->second);
    session->instructions.erase(sent);
    std::string why = refusal.code == "unknown-type"
                          ? "the player is too old to take commands; update it"
                          : "the player refused it: " + shownAsUtf8(refusal.message);
    state->tasks.spawn("command-failed",
                       noteFailed(state, *session->screen, std::move(command), std::move(why)));
    return true;
}

void lookAtReport(StatePtr const& state, SessionPtr const& session,
                  messages::Status const& status) {
    if (!session->looking && state->screenCommands.watches(*session->screen)) {
        session->looking = true;
        state->tasks.spawn("look", look(state, session, status));
    }
}

}  // namespace tocsin::fleet
