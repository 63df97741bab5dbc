// SPDX-License-Identifier: Apache-2.0
// Members of each message. read() throws Failure(Errc::invalid) with the path; write() adds members
// to an object that has type and id.
#pragma once

#include "tocsin/messages/json.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {

void read(JsonReader const& reader, Challenge& out);
void read(JsonReader const& reader, Hello& out);
void read(JsonReader const& reader, Welcome& out);
void read(JsonReader const& reader, Pending& out);
void read(JsonReader const& reader, ClockRequest& out);
void read(JsonReader const& reader, ClockReply& out);
void read(JsonReader const& reader, Status& out);
void read(JsonReader const& reader, ManifestOffer& out);
void read(JsonReader const& reader, ManifestReceipt& out);
void read(JsonReader const& reader, CommandOffer& out);
void read(JsonReader const& reader, CommandReceipt& out);
void read(JsonReader const& reader, InstructionOffer& out);
void read(JsonReader const& reader, InstructionReceipt& out);
void read(JsonReader const& reader, Plays& out);
void read(JsonReader const& reader, PlaysStored& out);
void read(JsonReader const& reader, EvidenceRequest& out);
void read(JsonReader const& reader, EvidencePicture& out);
void read(JsonReader const& reader, EvidenceStored& out);
void read(JsonReader const& reader, SpareList& out);
void read(JsonReader const& reader, SpareReport& out);
void read(JsonReader const& reader, Probe& out);
void read(JsonReader const& reader, ProbeReply& out);
void read(JsonReader const& reader, WarningOffer& out);
void read(JsonReader const& reader, WarningReceipt& out);
void read(JsonReader const& reader, Refusal& out);

void write(Challenge const& body, boost::json::object& out);
void write(Hello const& body, boost::json::object& out);
void write(Welcome const& body, boost::json::object& out);
void write(Pending const& body, boost::json::object& out);
void write(ClockRequest const& body, boost::json::object& out);
void write(ClockReply const& body, boost::json::object& out);
void write(Status const& body, boost::json::object& out);
void write(ManifestOffer const& body, boost::json::object& out);
void write(ManifestReceipt const& body, boost::json::object& out);
void write(CommandOffer const& body, boost::json::object& out);
void write(CommandReceipt const& body, boost::json::object& out);
void write(InstructionOffer const& body, boost::json::object& out);
void write(InstructionReceipt const& body, boost::json::object& out);
void write(Plays const& body, boost::json::object& out);
void write(PlaysStored const& body, boost::json::object& out);
void write(EvidenceRequest const& body, boost::json::object& out);
void write(EvidencePicture const& body, boost::json::object& out);
void write(EvidenceStored const& body, boost::json::object& out);
void write(SpareList const& body, boost::json::object& out);
void write(SpareReport const& body, boost::json::object& out);
void write(Probe const& body, boost::json::object& out);
void write(ProbeReply const& body, boost::json::object& out);
void write(WarningOffer const& body, boost::json::object& out);
void write(WarningReceipt const& body, boost::json::object& out);
void write(Refusal const& body, boost::json::object& out);

}  // namespace tocsin::messages
