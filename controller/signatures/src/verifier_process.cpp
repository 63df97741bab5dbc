// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>

#include <csignal>

#include "tocsin/helper/run.hpp"
#include "tocsin/signatures/exchange.hpp"

namespace tocsin::signatures {
namespace {

Error cannotTell(std::string const& why) {
    return {Errc::unavailable, "nobody can tell now whether its signature holds: " + why};
}

class VerifierProcess final : public Verifier {
public:
    VerifierProcess(std::filesystem::path program, Milliseconds within)
        : program_{std::move(program), "the signature verifier"}, within_(within) {}

    Result<Verdict> verify(Question const& question) const override {
        Verdict out;
        if (question.xml.size() > kMostDocument) {
            out.why = "it is longer than a message may be";
            return out;
        }
        helper::Manners manners;
        manners.mostOutput = kMostAnswer;
        auto const ran = helper::run(program_, {}, toText(question), within_, {}, manners);
        if (!ran) {
            return cannotTell(ran.error().message);
        }
        // Its own limit, which no message that somebody meant to be read comes near.
        if (WIFSIGNALED(ran->status) && WTERMSIG(ran->status) == SIGXCPU) {
            out.why = "to verify it takes more time than any message may";
            return out;
        }
        if (WIFSIGNALED(ran->status)) {
            return cannotTell("the signature verifier was ended by signal " +
                              std::to_string(WTERMSIG(ran->status)));
        }
        if (ran->status != 0) {
            return cannotTell(ran->lastError.empty() ? "the signature verifier failed"
                                                     : ran->lastError);
        }
        auto verdict = readVerdict(ran->out, question);
        if (!verdict) {
            return cannotTell(verdict.error().message);
        }
        return verdict;
    }

private:
    helper::Program const program_;
    Milliseconds const within_;
};

}  // namespace

std::unique_ptr<Verifier> verifierProcess(std::filesystem::path program, Milliseconds within) {
    return std::make_unique<VerifierProcess>(std::move(program), within);
}

}  // namespace tocsin::signatures
