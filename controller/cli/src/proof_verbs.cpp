// SPDX-License-Identifier: Apache-2.0
// tocsin proof export, verify
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "fields.hpp"
#include "language.hpp"
#include "progress_line.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/attest/bundle_check.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kBundles[] = "/api/v1/proof/bundles";
constexpr Milliseconds kFirstLook{200}, kLook{1'000};
constexpr std::size_t kFingerprintDigits = 16;

/// The order when its file is there. Throws CommandFailure if it cannot be made, and when the
/// command is interrupted, which ends the work on the controller too.
Json awaitBundle(Context const& context, Json bundle, ProgressLine& line) {
    auto const path = std::string(kBundles) + "/" + encoded(text(bundle, "bundle"));
    for (auto pause = kFirstLook; text(bundle, "state") != "done";
         pause = std::min(pause * 2, kLook)) {
        if (text(bundle, "state") == "failed") {
            throw CommandFailure(ExitCode::failure, text(bundle, "message"));
        }
        line.say(percentOf(bundle));
        context.client.wait(pause);
        if (context.stop.stop_requested()) {
            static_cast<void>(context.client.uninterrupted().remove(path));
            throw CommandFailure(ExitCode::failure, "interrupted; nothing was written");
        }
        bundle = context.client.get(path).document;
    }
    return bundle;
}

attest::BundleTrust trustOf(ProofVerify const& verify) {
    attest::BundleTrust trust;
    trust.root = verify.root;
    if (!verify.root.empty() &&
        (verify.root.size() != kFingerprintDigits ||
         verify.root.find_first_not_of("0123456789abcdef") != std::string::npos)) {
        throw CommandFailure(ExitCode::usage,
                             "--root: a fingerprint has 16 digits of 0 to 9 and a to f, as tocsin "
                             "keys show prints it");
    }
    for (auto const& text : verify.cosigners) {
        auto const key = messages::PublicKey::fromBase64(text);
        if (!key) {
            throw CommandFailure(ExitCode::usage,
                                 "--cosigner: \"" + text +
                                     "\" is no public key as tocsin proof cosign-key prints it");
        }
        trust.cosigners.push_back(*key);
    }
    return trust;
}

boost::json::array listOf(std::vector<std::string> const& texts) {
    return boost::json::array(texts.begin(), texts.end());
}

boost::json::object jsonOf(attest::BundleVerdict const& verdict) {
    boost::json::array faults, checkpoints;
    for (auto const& fault : verdict.faults) {
        faults.push_back(boost::json::object{
            {"file", fault.file}, {"place", fault.place}, {"what", fault.what}});
    }
    for (auto const& one : verdict.checkpoints) {
        checkpoints.push_back(boost::json::object{{"size", one.size},
                                                  {"root", one.root.hex()},
                                                  {"at", formatInstant(one.at)},
                                                  {"cosigners", listOf(one.cosigners)}});
    }
    return {{"holds", verdict.holds()},
            {"faults", std::move(faults)},
            {"all_faults", verdict.allFaults},
            {"gaps", listOf(verdict.gaps)},
            {"all_gaps", verdict.allGaps},
            {"unproven", listOf(verdict.unproven)},
            {"root", verdict.root},
            {"from", formatInstant(verdict.from)},
            {"to", formatInstant(verdict.to)},
            {"made", formatInstant(verdict.made)},
            {"players", verdict.players},
            {"batches", verdict.batches},
            {"rows", verdict.rows},
            {"plays", verdict.plays},
            {"checkpoints", std::move(checkpoints)}};
}

void addLines(std::string& out, std::string_view heading, std::vector<std::string> const& lines,
              std::size_t all, Language language) {
    for (auto const& line : lines) {
        out += printable(fmt::format("{}: {}", heading, line)) + "\n";
    }
    if (all > lines.size()) {
        out +=
            fmt::format(fmt::runtime(say(language, Text::proofMore)), heading, all - lines.size()) +
            "\n";
    }
}

std::string textOf(attest::BundleVerdict const& verdict, Language language) {
    std::vector<std::string> faults;
    for (auto const& fault : verdict.faults) {
        faults.push_back(toText(fault));
    }
    std::string out;
    addLines(out, say(language, Text::proofFault), faults, verdict.allFaults, language);
    addLines(out, say(language, Text::proofGap), verdict.gaps, verdict.allGaps, language);
    addLines(out, say(language, Text::proofUnproven), verdict.unproven, verdict.unproven.size(),
             language);
    for (auto const& one : verdict.checkpoints) {
        for (auto const& cosigner : one.cosigners) {
            out += printable(fmt::format(fmt::runtime(say(language, Text::proofCosigner)), one.size,
                                         cosigner)) +
                   "\n";
        }
    }
    auto const heading = verdict.holds() ? Text::proofHolds : Text::proofDoesNotHold;
    return out +
           fmt::format(fmt::runtime(say(language, heading)), verdict.plays, verdict.batches,
                       verdict.players, formatInstant(verdict.from), formatInstant(verdict.to),
                       verdict.root) +
           "\n";
}

}  // namespace

ExitCode perform(ProofExport const& order, Context const& context) {
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json, printable(order.out));
    auto bundle =
        context.client.post(kBundles, boost::json::object{{"from", order.from}, {"to", order.to}})
            .document;
    bundle = awaitBundle(context, std::move(bundle), line);
    auto const path = std::string(kBundles) + "/" + encoded(text(bundle, "bundle"));
    context.client.download(
        path + "/file", order.out, text(bundle, "sha256"), integer(bundle, "bytes"),
        [&](std::int64_t done, std::int64_t total) { line.update(done, total); });
    line.clear();
    // It is here now; the controller's disk need not hold it for a day.
    static_cast<void>(context.client.remove(path));
    bundle.as_object()["file"] = order.out;
    print(context, bundle,
          printable(fmt::format(fmt::runtime(say(context.environment.language, Text::proofWritten)),
                                order.out, integer(bundle, "plays"), integer(bundle, "batches"))) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(ProofVerify const& verify, Context const& context) {
    auto const trust = trustOf(verify);
    ProgressLine line(context.err, context.environment.language,
                      context.environment.errIsTerminal && !context.json, printable(verify.file));
    auto const verdict =
        orFail(attest::checkBundle(verify.file, trust, [&](std::int64_t done, std::int64_t total) {
            line.update(done, total);
            return !context.stop.stop_requested();
        }));
    line.clear();
    print(context, Json(jsonOf(verdict)), textOf(verdict, context.environment.language));
    return verdict.holds() ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
