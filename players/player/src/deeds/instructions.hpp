// SPDX-License-Identifier: Apache-2.0
// The instructions that this player was given: which are good, each of them once, and what became
// of it (file "instructions").
#pragma once

#include <spdlog/logger.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "deeds/hands.hpp"
#include "deeds/instruction_book.hpp"
#include "director/trust.hpp"

namespace tocsin::player {

/// What an offer is measured against.
struct InstructionGate {
    Trust const& trust;
    ScreenId screen;  ///< the bound one
    Instant now;      ///< fleet time
};

/// The instruction, or why it is refused: Errc::damaged, Errc::permission (key, signature, kind or
/// screen), Errc::conflict (of a generation whose key set this player does not hold),
/// Errc::timedOut (expired). Pure.
[[nodiscard]] Result<messages::Instruction> judgeInstruction(std::string_view envelope,
                                                             InstructionGate const& gate);

/// Thread-safe. What is accepted stands on the disk before it is begun, and again once it is over:
/// a player that ends in the middle does not begin it again, and says so.
class Instructions {
public:
    /// Remembered: as many as this, and all that have not expired.
    static constexpr std::size_t kMostRemembered = 100;
    static constexpr std::size_t kMostHeld = 200;    ///< one more is refused
    static constexpr std::size_t kMostWaiting = 50;  ///< to be carried out; one more is refused
    static constexpr std::chrono::days kToldFor{7};  ///< each session is told again

    struct Parts {
        std::filesystem::path file;
        std::string boot;
        std::int64_t engineStarts = 1;
        spdlog::logger& log;
        std::function<Instant()> now;  ///< fleet time
        std::function<Outcome(messages::Deed const&, std::stop_token)> carryOut;
        /// Called when nothing waits: what holds for a time is ended. The next instant; nothing:
        /// never.
        std::function<std::optional<Instant>(std::stop_token)> settle;
        /// The engine is to end, and to be started again. What became of it is on the disk.
        std::function<void()> restart;
    };
    explicit Instructions(Parts parts) : parts_(std::move(parts)) {}
    ~Instructions() { stop(); }

    /// Takes up what an earlier run had. Before all else.
    void load(ScreenId const& screen);
    /// Carries out on a thread of its own from now on.
    void start();
    /// Ends what is being carried out, and the thread.
    void stop();
    /// A piece of what that thread does. False if there was nothing to do.
    bool work(std::stop_token stop);

    /// Judges an instruction, and keeps it to be carried out if it is good. The receipt has no id
    /// if the envelope cannot even be read. One that was had before is answered with what became
    /// of it.
    [[nodiscard]] messages::InstructionReceipt offer(std::string const& envelope,
                                                     InstructionGate const& gate);
    /// The player was bound to this screen: instructions to another one are forgotten.
    void bindTo(ScreenId const& screen);

    /// Called whenever there may be receipts to send, from the thread that caused it; must not
    /// block. Empty: nobody.
    void onNews(std::function<void()> listener);
    /// A session began: what became of those of the last days is told again.
    void tellAgain();
    /// The next receipt that has not been told; it counts as told then.
    [[nodiscard]] std::optional<messages::InstructionReceipt> nextReceipt();

private:
    struct Held {
        KeptInstruction kept;
        bool untold = false;
    };
    struct Waiting {
        std::string id;
        messages::Deed deed;
        Instant expires;
    };
    [[nodiscard]] Held* find(std::string const& id);
    [[nodiscard]] Result<> admit(messages::Instruction const& instruction);
    [[nodiscard]] Result<> write();
    void prune();
    void finish(std::string const& id, Outcome const& outcome);
    void run(std::stop_token stop);
    void tell();

    Parts parts_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    ScreenId screen_;
    std::deque<Held> held_;  // as they came
    std::deque<Waiting> waiting_;
    std::optional<Instant> settleAt_;

    std::mutex listenerMutex_;
    std::function<void()> listener_;
    std::jthread thread_;
};

}  // namespace tocsin::player
