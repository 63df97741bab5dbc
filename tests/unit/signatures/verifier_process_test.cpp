// SPDX-License-Identifier: Apache-2.0
// The real tocsin-xml-verifier, and what the controller makes of one that fails.
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>
#include <iostream>

#include "signed_message.hpp"
#include "tocsin/signatures/exchange.hpp"

namespace tocsin::signatures {
namespace {

using testing::HasSubstr;

/// Of tests that are about something else than time.
constexpr Milliseconds kPatience{300'000};

class VerifierProcess : public testing::Test {
protected:
    VerifierProcess() {
        std::string name = testing::TempDir() + "verifier-XXXXXX";
        directory_ = ::mkdtemp(name.data());
    }
    ~VerifierProcess() override { std::filesystem::remove_all(directory_); }

    static Question questionOf(std::string xml, test::Office const& office = ecOffice()) {
        return {std::move(xml), {office.pinned()}, kSent};
    }
    static Result<Verdict> real(std::string xml) {
        return verifierProcess(TOCSIN_XML_VERIFIER, kPatience)->verify(questionOf(std::move(xml)));
    }
    /// In place of the real one.
    [[nodiscard]] Result<Verdict> by(std::string const& script,
                                     Milliseconds within = kPatience) const {
        auto const program = directory_ / "verifier";
        std::ofstream(program) << "#!/bin/sh\n" << script << '\n';
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        return verifierProcess(program, within)->verify(questionOf(ecOffice().sign(kMessage)));
    }
    /// A script that says what is in a file.
    [[nodiscard]] Result<Verdict> saying(std::string const& answer) const {
        std::ofstream(directory_ / "answer", std::ios::binary) << answer;
        return by("/bin/cat >/dev/null; /bin/cat '" + (directory_ / "answer").string() + "'");
    }

    std::filesystem::path directory_;
};

TEST_F(VerifierProcess, TellsWhatVerificationFinds) {
    auto const verdict = real(ecOffice().sign(kMessage));
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_EQ(*verdict, ask(ecOffice().sign(kMessage)));
    EXPECT_TRUE(verdict->verified()) << verdict->why;
    auto const altered = real(with(ecOffice().sign(kMessage), "橙色", "红色"));
    ASSERT_TRUE(altered) << altered.error().message;
    EXPECT_THAT(*altered, IsRefusedFor("the message was altered"));
}

TEST_F(VerifierProcess, VerifiesInItsCageWhateverKeyItIs) {
    for (auto const* office : {&rsaOffice(), &ecOffice()}) {
        for (auto const canonical : {test::Seal::kInclusive, test::Seal::kExclusive}) {
            test::Seal seal;
            seal.canonical = canonical;
            auto const verdict = verifierProcess(TOCSIN_XML_VERIFIER)
                                     ->verify(questionOf(office->sign(kMessage, seal), *office));
            ASSERT_TRUE(verdict) << verdict.error().message;
            EXPECT_TRUE(verdict->verified()) << verdict->why;
        }
    }
    static test::Office const authority({.name = "CA", .isAuthority = true});
    test::Office const office({.issuer = &authority});
    auto const verdict = verifierProcess(TOCSIN_XML_VERIFIER)
                             ->verify({office.sign(kMessage), {authority.pinned(true)}, kSent});
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_TRUE(verdict->verified()) << verdict->why;
}

TEST_F(VerifierProcess, TakesALargeMessage) {
    auto const verdict =
        real(ecOffice().sign(with(kMessage, "大风", std::string(kMostDocument - 4'000, 'x'))));
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_TRUE(verdict->verified()) << verdict->why;
    auto const larger = real(std::string(kMostDocument + 1, ' '));
    ASSERT_TRUE(larger);
    EXPECT_THAT(*larger, IsRefusedFor("longer than a message may be"));
}

/// Documents that are made to be costly, one at a time: this process must stay smaller than what is
/// measured.
class CostlyDocuments : public VerifierProcess {
protected:
    static std::string repeated(std::string const& text, int times) {
        std::string out;
        out.reserve(text.size() * static_cast<std::size_t>(times));
        for (int i = 0; i < times; ++i) {
            out += text;
        }
        return out;
    }
    static std::string spaces() {
        std::string out;
        for (int i = 0; i < 30; ++i) {
            out += " xmlns:n" + std::to_string(i) + "=\"urn:n" + std::to_string(i) + "\"";
        }
        return out;
    }
    static std::string attributes() {
        std::string out = "<a";
        for (int i = 0; i < 32; ++i) {
            out += " a" + std::to_string(i) + "=\"&#10;\"";
        }
        return out + "/>";
    }
    static std::string inside(std::string const& text) {
        return with(ecOffice().sign(kMessage), "<event>", text);
    }
    /// Four signatures that may be by any of sixteen offices.
    static std::string signedByNobody() {
        test::Seal seal;
        seal.keyInfo = "-";
        std::string out = kMessage;
        for (int i = 0; i < 4; ++i) {
            out = foreignOffice().sign(out, seal);
        }
        return with(out, "<event>", repeated("<a>b</a>", 95'000) + "<event>");
    }
    static double seconds(rusage const& used) {
        return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    }
    static void tryOne(std::string const& xml) {
        rusage before{}, after{}, own{};
        ::getrusage(RUSAGE_CHILDREN, &before);
        std::vector<PinnedCertificate> const pins(kMostPins, ecOffice().pinned());
        auto const verdict =
            verifierProcess(TOCSIN_XML_VERIFIER, kPatience)->verify({xml, pins, kSent});
        ::getrusage(RUSAGE_CHILDREN, &after);
        ::getrusage(RUSAGE_SELF, &own);
        ASSERT_TRUE(verdict) << verdict.error().message;
        EXPECT_FALSE(verdict->verified());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        EXPECT_LT(seconds(after) - seconds(before), 1.1) << verdict->why;
        // A child counts from the size of the process that started it.
        if (own.ru_maxrss < kMostKilobytes) {
            EXPECT_LT(after.ru_maxrss, kMostKilobytes) << verdict->why;
        }
#endif
        std::cout << seconds(after) - seconds(before) << " s, " << after.ru_maxrss / 1024
                  << " MB of " << own.ru_maxrss / 1024 << ": " << verdict->why << "\n";
    }
    static constexpr long kMostKilobytes = 64 * 1024;
};

TEST_F(CostlyDocuments, EndWithinASecondAnd64Megabytes) {
    tryOne(inside(repeated("<a>b</a>", 95'000) + "<event>"));
    tryOne(inside(repeated(attributes(), 1'500) + "<event>"));
    tryOne(inside("<x" + spaces() + ">" + repeated("<a>b</a>", 95'000) + "</x><event>"));
    tryOne(inside(repeated("<a" + spaces() + ">", 50) + repeated("</a>", 50) + "<event>"));
    tryOne(inside(repeated("<!---->x", 190'000) + "<event>"));
    tryOne(inside("<x>" + std::string(3'900'000, '>') + "</x><event>"));
    tryOne(signedByNobody());
    tryOne(std::string(4'000'000, '<'));
    tryOne(std::string(4'000'000, '\0'));
    tryOne(with(ecOffice().sign(kMessage), "<alert ",
                "<!DOCTYPE a [<!ENTITY a \"" + std::string(3'900'000, 'a') + "\">]><alert "));
}

TEST_F(VerifierProcess, TellsWhatItCannotDoNow) {
    auto const missing = verifierProcess(directory_ / "nowhere")->verify(questionOf(kMessage));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::unavailable);
    EXPECT_THAT(missing.error().message, HasSubstr("nowhere cannot be started"));
    for (auto const& [script, words] : std::vector<std::pair<std::string, std::string>>{
             {"kill -9 $$", "ended by signal 9"},
             {"kill -SEGV $$", "ended by signal 11"},
             {"echo something is wrong >&2; exit 1", "something is wrong"},
             {"exit 1", "verifier failed"},
             {"exit 0", "no question or answer"},
             {"echo yes", "no question or answer"},
             {"exec /bin/cat /dev/zero", "more than it may"}}) {
        auto const verdict = by(script);
        ASSERT_FALSE(verdict) << script;
        EXPECT_EQ(verdict.error().code, Errc::unavailable) << script;
        EXPECT_THAT(verdict.error().message, HasSubstr(words)) << script;
    }
}

TEST_F(VerifierProcess, GivesUpOnOneThatHangs) {
    auto const verdict = by("read -r nothing </dev/zero", Milliseconds(50));
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, Errc::unavailable);
    EXPECT_THAT(verdict.error().message, HasSubstr("took longer than"));
}

TEST_F(VerifierProcess, RefusesWhatTakesTooLong) {
    auto const verdict = by("kill -XCPU $$");
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_THAT(*verdict, IsRefusedFor("more time than any message may"));
}

TEST_F(VerifierProcess, IsBelievedOnlyWhatTheQuestionAllows) {
    auto honest = ask(ecOffice().sign(kMessage));
    EXPECT_TRUE(saying(toText(honest)));
    for (std::size_t const pin : {std::size_t{1}, std::size_t{1'000'000}, ~std::size_t{0}}) {
        auto verdict = honest;
        verdict.pin = pin;
        EXPECT_FALSE(saying(toText(verdict))) << pin;
    }
    auto verdict = honest;
    verdict.fingerprint = foreignOffice().pinned().fingerprint;
    EXPECT_FALSE(saying(toText(verdict)));
    verdict = honest;
    for (auto const& subject : {std::string(2'000, 'x'), std::string("CN=a\nb")}) {
        verdict.subject = subject;
        EXPECT_FALSE(saying(toText(verdict))) << subject;
    }
    EXPECT_FALSE(saying(toText(honest) + "more"));
    EXPECT_FALSE(saying(toText(honest).substr(0, 200)));
}

}  // namespace
}  // namespace tocsin::signatures
