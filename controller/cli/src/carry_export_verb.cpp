// SPDX-License-Identifier: Apache-2.0
// tocsin bundle export: what screens without a network are told, to a U盘.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>
#include <ostream>

#include "carry_folder.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "progress_line.hpp"
#include "text_table.hpp"
#include "tocsin/messages/carry.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kReadMe[] =
    "警钟 Tocsin：无网络电子屏的内容\r\n"
    "1. 把U盘插到该屏的播放端，等屏上显示“U盘内容已更新”（约几秒到几分钟，视文件大小）。\r\n"
    "2. 查看 proof/<电子屏>/result.txt，拔出U盘带回。\r\n"
    "3. 在控制端电脑上执行：tocsin bundle import U盘目录。\r\n"
    "请勿改动文件：内容均有签名，改动后播放端会拒绝。\r\n\r\n"
    "Tocsin: content for screens without a network\r\n"
    "1. Plug it into the screen's player and wait until the screen says that it was taken.\r\n"
    "2. Read proof/<screen>/result.txt, and bring the U盘 back.\r\n"
    "3. On a computer of the controller: tocsin bundle import FOLDER.\r\n"
    "Change no file: all is signed, and a player refuses what was changed.\r\n";

struct File {
    std::string digest, path;  ///< of the request
    std::int64_t bytes = 0;
    std::string name;
};

struct Screen {
    std::string id;
    Json bundle;
    std::int64_t files = 0, written = 0;
};

/// Names that come from the controller must not lead out of the folder.
std::string checked(std::string const& name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
        throw CommandFailure(ExitCode::failure,
                             "the controller names a file \"" + name + "\"; nothing was written");
    }
    return name;
}

/// Each file once, whoever needs it.
std::map<std::string, File> filesOf(std::vector<Screen>& screens) {
    std::map<std::string, File> out;
    for (auto& screen : screens) {
        for (auto const& file : elements(screen.bundle, "content")) {
            auto const digest = checked(text(file, "digest"));
            out.try_emplace(
                digest,
                File{digest, "/api/v1/screens/" + encoded(screen.id) + "/carry/" + encoded(digest),
                     integer(file, "bytes"), text(file, "name")});
            ++screen.files;
        }
    }
    return out;
}

/// What is there already and whole stays. Returns the digests that were written.
std::map<std::string, bool> writeContent(Context const& context, fs::path const& folder,
                                         std::map<std::string, File> const& files) {
    std::map<std::string, bool> missing;
    std::int64_t bytes = 0;
    for (auto const& [digest, file] : files) {
        if (!isCarriedWhole(folder / digest, file.bytes, digest)) {
            missing.emplace(digest, true);
            bytes += file.bytes;
        }
    }
    checkCarryRoom(folder, bytes);
    std::size_t number = 0;
    for (auto const& [digest, isNew] : missing) {
        auto const& file = files.at(digest);
        ProgressLine line(context.err, context.environment.language,
                          context.environment.errIsTerminal && !context.json,
                          printable(fmt::format("{}/{} {}", ++number, missing.size(), file.name)));
        std::error_code ignored;
        fs::remove(folder / digest, ignored);  // of another length or damaged
        context.client.download(
            file.path, folder / digest, digest, file.bytes,
            [&line](std::int64_t done, std::int64_t total) { line.update(done, total); });
        syncCarried(folder / digest);
    }
    return missing;
}

/// The list last: what it names is there when it is read.
void writeScreen(fs::path const& folder, Screen const& screen) {
    makeCarryFolder(folder);
    writeCarried(folder / messages::kCarryMessagesFile, text(screen.bundle, "messages"));
    writeCarried(folder / messages::kCarryKeysFile, text(screen.bundle, "keys"));
    writeCarried(folder / messages::kCarryIndexFile, text(screen.bundle, "index"));
}

void verify(fs::path const& folder, std::vector<Screen> const& screens,
            std::map<std::string, File> const& files) {
    auto const require = [](bool isWhole, fs::path const& file) {
        if (!isWhole) {
            throw CommandFailure(
                ExitCode::failure,
                file.string() + " does not read back as it was written; use another U盘");
        }
    };
    for (auto const& [digest, file] : files) {
        auto const path = folder / messages::kCarryContent / digest;
        require(isCarriedWhole(path, file.bytes, digest, true), path);
    }
    for (auto const& screen : screens) {
        auto const path = folder / messages::kCarryScreens / screen.id;
        for (auto const& [name, member] : {std::pair(messages::kCarryMessagesFile, "messages"),
                                           {messages::kCarryKeysFile, "keys"},
                                           {messages::kCarryIndexFile, "index"}}) {
            auto const bytes = text(screen.bundle, member);
            require(isCarriedWhole(path / name, static_cast<std::int64_t>(bytes.size()),
                                   messages::sha256(bytes).hex(), true),
                    path / name);
        }
    }
}

void print(Context const& context, BundleExport const& order, std::vector<Screen> const& screens) {
    auto const language = context.environment.language;
    if (context.json) {
        boost::json::array items;
        for (auto const& screen : screens) {
            items.push_back(boost::json::object{{"screen", screen.id},
                                                {"player", member(screen.bundle, "player")},
                                                {"expires", member(screen.bundle, "expires")},
                                                {"files", screen.files},
                                                {"written", screen.written}});
        }
        context.out << boost::json::serialize(boost::json::object{
                           {"folder", order.out}, {"verified", order.verify}, {"items", items}})
                    << '\n';
        return;
    }
    for (auto const& screen : screens) {
        context.out << printable(fmt::format(fmt::runtime(say(language, Text::carryWritten)),
                                             screen.id, screen.files, screen.written,
                                             text(screen.bundle, "expires")))
                    << '\n';
        if (text(screen.bundle, "player").empty()) {
            context.out << printable(fmt::format(fmt::runtime(say(language, Text::carryNoPlayer)),
                                                 screen.id, order.out))
                        << '\n';
        }
    }
    if (order.verify) {
        context.out << printable(
                           fmt::format(fmt::runtime(say(language, Text::carryVerified)), order.out))
                    << '\n';
    }
}

}  // namespace

ExitCode perform(BundleExport const& order, Context const& context) {
    std::vector<Screen> screens;
    for (auto const& id : order.screens) {
        auto bundle = context.client.get("/api/v1/screens/" + encoded(id) + "/carry").document;
        screens.push_back({checked(id), std::move(bundle), 0, 0});
    }
    auto const folder = fs::path(order.out) / messages::kCarryFolder;
    makeCarryFolder(folder / messages::kCarryContent);
    makeCarryFolder(folder / messages::kCarryScreens);
    auto const files = filesOf(screens);
    auto const written = writeContent(context, folder / messages::kCarryContent, files);
    for (auto& screen : screens) {
        for (auto const& file : elements(screen.bundle, "content")) {
            screen.written += written.contains(text(file, "digest")) ? 1 : 0;
        }
        writeScreen(folder / messages::kCarryScreens / screen.id, screen);
    }
    writeCarried(folder / "README.txt", kReadMe);
    if (order.verify) {
        verify(folder, screens, files);
    }
    print(context, order, screens);
    return ExitCode::ok;
}

}  // namespace tocsin::cli
