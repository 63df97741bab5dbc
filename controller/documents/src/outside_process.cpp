// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>

#include <csignal>

#include "tocsin/documents/exchange.hpp"
#include "tocsin/helper/run.hpp"

namespace tocsin::documents {
namespace {

Error cannotTell(std::string const& what, std::string const& why) {
    return {Errc::unavailable, what + " cannot be looked at now: " + why};
}

class OutsideProcess final : public Outside {
public:
    OutsideProcess(std::filesystem::path program, Milliseconds within)
        : program_{std::move(program), "the document worker"}, within_(within) {}

    Result<Sheet> sheet(std::string_view workbook) const override {
        auto const answer =
            asked("the workbook", workbook.size(), [&] { return sheetQuestion(workbook); });
        return answer ? heard("the workbook", readSheetAnswer(*answer)) : answer.error();
    }

    Result<Filled> fill(FormFormat format, std::string_view form,
                        Filling const& filling) const override {
        auto const answer =
            asked("the form", form.size(), [&] { return fillQuestion(format, form, filling); });
        return answer ? heard("the form", readFilledAnswer(*answer)) : answer.error();
    }

private:
    /// What the worker says of the question. What ends it by its own limits, or kills it, is the
    /// file: the worker does nothing but look at it.
    template <class Question>
    Result<std::string> asked(std::string const& what, std::size_t bytes, Question question) const {
        if (bytes > kMostOutside) {
            return Error{Errc::invalid, what + " is too long"};
        }
        helper::Manners manners;
        manners.mostOutput = kMostAnswer;
        auto ran = helper::run(program_, {}, question(), within_, {}, manners);
        if (!ran && (ran.error().code == Errc::timedOut || ran.error().code == Errc::damaged)) {
            return Error{Errc::invalid, what + " could not be read: " + ran.error().message};
        }
        if (!ran) {
            return cannotTell(what, ran.error().message);
        }
        if (WIFSIGNALED(ran->status) && WTERMSIG(ran->status) == SIGXCPU) {
            return Error{Errc::invalid, what +
                                            " could not be read: it takes more time than any "
                                            "file may"};
        }
        if (WIFSIGNALED(ran->status)) {
            return Error{Errc::invalid, what +
                                            " could not be read: the document worker was ended "
                                            "by signal " +
                                            std::to_string(WTERMSIG(ran->status))};
        }
        if (ran->status != 0) {
            return cannotTell(
                what, ran->lastError.empty() ? "the document worker failed" : ran->lastError);
        }
        return std::move(ran->out);
    }

    template <class T>
    static Result<T> heard(std::string const& what, Result<T> answer) {
        if (answer || answer.error().code == Errc::invalid) {
            return answer;
        }
        return cannotTell(what, answer.error().message);
    }

    helper::Program const program_;
    Milliseconds const within_;
};

}  // namespace

std::shared_ptr<Outside const> outsideProcess(std::filesystem::path program, Milliseconds within) {
    return std::make_shared<OutsideProcess>(std::move(program), within);
}

}  // namespace tocsin::documents
