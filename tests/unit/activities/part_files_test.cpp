// SPDX-License-Identifier: Apache-2.0
// Files of parts: kept as they came, given out to be saved, gone when nobody names them.
#include "activity_fixtures.hpp"
#include "attachment.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::activities {
namespace {

using testing::HasSubstr;

using PartFiles = BookFixture;

constexpr char kFiles[] = "/api/v1/activities/month/parts/plan/files";

std::string bytesOf(access::Response const& response) {
    std::ifstream in(response.file.value().file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(PartFiles, AreGivenOutAsTheyCameAndNeverShown) {
    addMonth();
    auto const added = upload(kFiles, "a scheme", {{"name", "实施方案.docx"}});
    ASSERT_EQ(added.status, 201) << added.body;
    auto const digest = messages::sha256("a scheme").hex();
    auto const file = objectOf(added).at("parts").at(0).at("files").at(0);
    EXPECT_EQ(file.at("digest").as_string(), digest);
    EXPECT_EQ(file.at("bytes"), 8);
    EXPECT_EQ(objectOf(added).at("completeness").at("there"), 1);
    auto const got = call("GET", std::string(kFiles) + "/" + digest);
    EXPECT_EQ(bytesOf(got), "a scheme");
    EXPECT_EQ(got.contentType, "application/octet-stream");
    EXPECT_THAT(got.headers.at("Content-Disposition"), HasSubstr("attachment; filename="));
    EXPECT_THAT(got.headers.at("Content-Security-Policy"), HasSubstr("sandbox"));
    EXPECT_EQ(call("GET", std::string(kFiles) + "/" + std::string(64, '0')).status, 404);
}

TEST_F(PartFiles, AreNamedForPeopleOfAnyScript) {
    EXPECT_EQ(dispositionOf("方案 1.docx"),
              "attachment; filename=\"_1.docx\"; filename*=UTF-8''%E6%96%B9%E6%A1%88%201.docx");
    EXPECT_EQ(dispositionOf("a\"b\r\n.pdf"),
              "attachment; filename=\"a_b__.pdf\"; filename*=UTF-8''a%22b%0D%0A.pdf");
}

TEST_F(PartFiles, WithoutANameOrOfNoneOfTheFivePartsAreRefused) {
    addMonth();
    for (auto const* name : {"", "../x", "a/b", "a\\b", ".."}) {
        EXPECT_EQ(upload(kFiles, "x", {{"name", name}}).status, 422) << name;
    }
    EXPECT_EQ(upload("/api/v1/activities/month/parts/party/files", "x", {{"name", "x"}}).status,
              404);
    EXPECT_EQ(upload("/api/v1/activities/none/parts/plan/files", "x", {{"name", "x"}}).status, 404);
    EXPECT_EQ(upload(kFiles, "", {{"name", "x"}}).status, 422);
}

TEST_F(PartFiles, AreRemovedWithTheLastPartThatNamesThem) {
    addMonth();
    auto const other = std::string("/api/v1/activities/month/parts/summary/files");
    EXPECT_EQ(upload(kFiles, "same", {{"name", "a.pdf"}}).status, 201);
    EXPECT_EQ(upload(other, "same", {{"name", "b.pdf"}}).status, 201);
    auto const digest = "/" + messages::sha256("same").hex();
    EXPECT_EQ(call("DELETE", kFiles + digest).status, 200);
    EXPECT_EQ(call("GET", kFiles + digest).status, 404);
    auto const left = call("GET", other + digest);
    ASSERT_EQ(left.status, 200);
    EXPECT_EQ(bytesOf(left), "same");
    EXPECT_EQ(call("DELETE", other + digest).status, 200);
    EXPECT_FALSE(std::filesystem::exists(left.file->file));
}

TEST_F(PartFiles, OfTheSameBytesAreOneUnderTheNewName) {
    addMonth();
    EXPECT_EQ(upload(kFiles, "same", {{"name", "old.pdf"}}).status, 201);
    auto const again = objectOf(upload(kFiles, "same", {{"name", "new.pdf"}}));
    auto const& files = again.at("parts").at(0).at("files").as_array();
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].at("name"), "new.pdf");
}

}  // namespace
}  // namespace tocsin::activities
