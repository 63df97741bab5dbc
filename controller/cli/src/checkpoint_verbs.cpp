// SPDX-License-Identifier: Apache-2.0
// tocsin proof checkpoint, cosign, cosign-key, cosigned
#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <filesystem>

#include "fields.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/messages/checkpoint.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kCheckpoints[] = "/api/v1/proof/checkpoints";
constexpr std::size_t kGroup = 4, kGroupsALine = 8;

/// "9f86 d081 …", in two lines: to be compared by eye.
std::string grouped(std::string const& hex) {
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += kGroup) {
        auto const group = i / kGroup;
        out += group == 0 ? "" : group % kGroupsALine == 0 ? "\n  " : " ";
        out += hex.substr(i, kGroup);
    }
    return out;
}

/// All of them, the smallest first.
std::vector<Json> allCheckpoints(Context const& context) {
    std::vector<Json> out;
    std::string from;
    for (;;) {
        auto const page = context.client.get(kCheckpoints + from).document;
        auto const& items = elements(page, "items");
        out.insert(out.end(), items.begin(), items.end());
        auto const& next = member(page, "next");
        if (!next.is_number()) {
            return out;
        }
        from = "?from=" + std::to_string(integer(page, "next"));
    }
}

Json newest(Context const& context) {
    auto all = allCheckpoints(context);
    if (all.empty()) {
        throw CommandFailure(ExitCode::notFound,
                             "there is no checkpoint yet; make one with tocsin proof checkpoint "
                             "--new");
    }
    return std::move(all.back());
}

std::string lineOf(Json const& checkpoint, Language language) {
    auto out = printable(fmt::format(fmt::runtime(say(language, Text::checkpointLine)),
                                     integer(checkpoint, "size"), text(checkpoint, "at"),
                                     text(checkpoint, "root"))) +
               "\n";
    for (auto const& one : elements(checkpoint, "cosignatures")) {
        out +=
            printable(fmt::format(fmt::runtime(say(language, Text::cosignedBy)), text(one, "name"),
                                  text(one, "at"), text(one, "fingerprint"))) +
            "\n";
    }
    return out;
}

/// Both languages, for it goes to people elsewhere; and the text that is cosigned.
std::string pageOf(Json const& checkpoint) {
    return fmt::format(
        "播放台账检查点 / Checkpoint of the ledger of plays\n\n"
        "单位根密钥 / root key\n  {}\n"
        "批数 / batches\n  {}\n"
        "时间 / at\n  {}\n"
        "校验值 / root of the log\n  {}\n\n"
        "本页与签名请妥善保存：日后如台账的前 {} 批校验值不同，即说明台账被重写。\n"
        "Keep this page: if the first {} batches of the ledger ever have another root, the ledger "
        "was made anew.\n\n"
        "见证人签字、单位、日期 / signature of the witness, office, date\n\n\n"
        "________________________________________\n\n{}",
        text(checkpoint, "origin"), integer(checkpoint, "size"), text(checkpoint, "at"),
        grouped(text(checkpoint, "root")), integer(checkpoint, "size"), integer(checkpoint, "size"),
        text(checkpoint, "text"));
}

/// The checkpoint in a page, or in a file that was cosigned; what follows it comes in `rest`.
messages::SignedText checkpointIn(std::string const& path, std::string& rest) {
    auto const all = readWholeFile(path);
    auto const begins = all.find(std::string(messages::kCheckpointKind) + "\n");
    std::string_view view = all;
    view.remove_prefix(begins == std::string::npos ? all.size() : begins);
    auto found = messages::takeSignedText(view);
    if (!found || !messages::parseCheckpoint(found->text)) {
        throw CommandFailure(ExitCode::failure,
                             path +
                                 " holds no checkpoint; name a page of tocsin proof checkpoint "
                                 "--print");
    }
    rest = std::string(view);
    return *std::move(found);
}

Instant wallClock() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

ExitCode perform(ProofCheckpoint const& asked, Context const& context) {
    auto const language = context.environment.language;
    if (asked.list) {
        boost::json::array items;
        std::string lines;
        if (asked.make) {
            static_cast<void>(context.client.post(kCheckpoints));
        }
        for (auto& one : allCheckpoints(context)) {
            lines += lineOf(one, language);
            items.push_back(std::move(one));
        }
        print(context, Json(boost::json::object{{"items", std::move(items)}}), lines);
        return ExitCode::ok;
    }
    auto const checkpoint =
        asked.make ? context.client.post(kCheckpoints).document : newest(context);
    if (!asked.page.empty()) {
        writeWholeFile(asked.page, pageOf(checkpoint));
    }
    print(context, checkpoint, lineOf(checkpoint, language));
    return ExitCode::ok;
}

ExitCode perform(ProofCosignKey const& made, Context const& context) {
    if (std::filesystem::exists(made.out)) {
        throw CommandFailure(ExitCode::conflict, made.out +
                                                     " is there already; a key is never "
                                                     "written over");
    }
    auto const key = messages::KeyPair::generate();
    if (auto const saved = key.save(made.out); !saved) {
        throw CommandFailure(ExitCode::failure, saved.error().message);
    }
    auto const& open = key.publicKey();
    print(
        context,
        Json(boost::json::object{
            {"file", made.out}, {"key", open.base64()}, {"fingerprint", open.fingerprint()}}),
        printable(fmt::format(fmt::runtime(say(context.environment.language, Text::cosignKeyMade)),
                              made.out, open.base64(), open.fingerprint())) +
            "\n");
    return ExitCode::ok;
}

ExitCode perform(ProofCosign const& order, Context const& context) {
    std::string rest;
    auto const checkpoint = checkpointIn(order.checkpoint, rest);
    auto const key = orFail(messages::KeyPair::load(order.key));
    auto const made = messages::cosigned(checkpoint.text, key, wallClock(), order.name);
    if (!made) {
        throw CommandFailure(ExitCode::usage, "--name: " + made.error().message);
    }
    auto line = toLine(*made);
    writeWholeFile(order.out, toText(checkpoint) + line);
    line.pop_back();
    auto const size = orFail(messages::parseCheckpoint(checkpoint.text)).size;
    print(context, Json(boost::json::object{{"file", order.out}, {"size", size}, {"line", line}}),
          printable(fmt::format(fmt::runtime(say(context.environment.language, Text::cosigned)),
                                size, order.out)) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(ProofCosigned const& kept, Context const& context) {
    std::string rest;
    auto const checkpoint = checkpointIn(kept.file, rest);
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    auto const cosignature = messages::parseCosignature(line);
    if (!cosignature || !fits(*cosignature, checkpoint.text)) {
        throw CommandFailure(ExitCode::failure,
                             kept.file +
                                 " holds no cosignature over its checkpoint; name a file "
                                 "of tocsin proof cosign");
    }
    auto const size = orFail(messages::parseCheckpoint(checkpoint.text)).size;
    auto const reply = context.client.post(
        std::string(kCheckpoints) + "/" + std::to_string(size) + "/cosignatures",
        boost::json::object{{"line", line}});
    print(context, reply, lineOf(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
