// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/examinations.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "conversion_answers.hpp"
#include "film_report.hpp"
#include "tocsin/library/content_files.hpp"
#include "worker.hpp"
#include "working_hours.hpp"

namespace tocsin::library {
namespace {

/// Between two looks for work.
constexpr std::chrono::seconds kLookEvery{5};
/// What the machine could not do is tried again after this.
constexpr std::chrono::seconds kRest{60};
constexpr Milliseconds kLimit{12LL * 3'600'000};
/// Behind conversions, which somebody waits for.
constexpr int kNice = 19;

}  // namespace

struct Examinations::State {
    State(store::Store& s, ExaminationSettings chosen)
        : store(s), settings(std::move(chosen)), files(settings.directory) {}

    store::Store& store;
    ExaminationSettings settings;
    ContentFiles files;

    std::mutex mutex;
    std::condition_variable_any stopped;
    std::jthread thread;

    void work(std::stop_token const& stop) {
        while (!stop.stop_requested()) {
            auto wait = kLookEvery;
            try {
                wait = one(stop);
            } catch (std::exception const& failure) {
                settings.log("examination interrupted err=\"" + std::string(failure.what()) + "\"");
                wait = kRest;
            }
            std::unique_lock lock(mutex);
            stopped.wait_for(lock, stop, wait, [] { return false; });
        }
    }

    [[nodiscard]] bool isTime() const {
        return isWithin(settings.hours, settings.zone, settings.now());
    }

    /// Looks at one film if there is one; how long to wait then.
    [[nodiscard]] std::chrono::seconds one(std::stop_token const& stop) {
        if (!isTime()) {
            return kLookEvery;
        }
        std::optional<store::Asset> film;
        store
            .read([&](store::Tx const& tx) -> Result<> {
                film = tx.examinations().next();
                return {};
            })
            .value();
        if (!film) {
            return kLookEvery;
        }
        auto const report = look(*film, stop);
        if (!report && report.error().code == Errc::cancelled) {
            return kLookEvery;
        }
        bool const itsFault = !report && report.error().code == Errc::invalid;
        if (!report) {
            settings.log("film not examined media=" + film->handle + " err=\"" +
                         report.error().message + "\"");
        }
        if (!report && !itsFault) {
            return kRest;
        }
        store
            .ingest([&](store::Tx& tx) -> Result<> {
                auto const still = tx.assets().find(film->content.asset);
                if (!still || still->retired) {
                    return {};  // it was taken away meanwhile, and may come back
                }
                tx.examinations().put({film->content.master,
                                       report ? filmReportText(*report) : std::string(),
                                       settings.now()});
                return {};
            })
            .value();
        return std::chrono::seconds(0);
    }

    /// Errc::invalid: it cannot be looked at, now or later.
    [[nodiscard]] Result<FilmReport> look(store::Asset const& film, std::stop_token const& stop) {
        if (!files.has(film.content.master)) {
            return Error{Errc::invalid, "its file is not there"};
        }
        std::stop_source end;
        std::stop_callback const stopping(stop, [&] { end.request_stop(); });
        WorkerManners const manners{kNice, [&](std::string_view) {
                                        if (!isTime()) {
                                            end.request_stop();
                                        }
                                    }};
        auto const run =
            runWorker(settings.worker, {"examine", files.pathOf(film.content.master).string()}, "",
                      kLimit, end.get_token(), manners);
        auto const done = run ? doneLine(*run) : run.error();
        return done ? readFilmReport(*done) : done.error();
    }
};

Examinations::Examinations(store::Store& store, ExaminationSettings settings)
    : state_(std::make_unique<State>(store, std::move(settings))) {}

Examinations::~Examinations() {
    stop();
}

void Examinations::start() {
    state_->thread =
        std::jthread([state = state_.get()](std::stop_token const& stop) { state->work(stop); });
}

void Examinations::stop() {
    state_->thread.request_stop();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

}  // namespace tocsin::library
