using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>
/// A line of JSON for each entry: its fields as the leaf spells them, and the salts that open the leaf's commitments. What is withheld is left out with its salt, and its
/// commitment stands in its place: such an entry is still proven, without saying it (ADR 0007).
/// </summary>
internal sealed class NdjsonEntries(bool isWithoutWhere) : EntryFile
{
    // Everything but control characters, quotes and backslashes as it is: the file is data, no part of a page.
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Name => "entries.ndjson";

    public override bool ProvesContent => true;

    public override void Write(ArrayBufferWriter<byte> to, ExportedEntry one, bool isFirst)
    {
        using (var json = new Utf8JsonWriter(to, Format))
        {
            json.WriteStartObject();
            WriteEvent(json, one.Entry);
            WriteWho(json, one);
            if (!isWithoutWhere)
            {
                WriteWhere(json, one.Entry);
            }

            WriteOpening(json, one.Leaf);
            if (one.IsAltered)
            {
                json.WriteBoolean("altered", true);
            }

            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    private static void WriteEvent(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteString("id", entry.Id.Value);
        json.WriteString("at", EntryCodes.Time(entry.At));
        json.WriteString("action", EntryCodes.Code(entry.Action));
        json.WriteString("resource", EntryCodes.Code(entry.Resource));
        Optional(json, "resourceId", entry.ResourceId);
        json.WriteString("categories", EntryCodes.Code(entry.Categories));
        json.WriteString("purpose", EntryCodes.Code(entry.Purpose));
        Optional(json, "reason", entry.Reason);
        Optional(json, "grant", entry.Grant);
        json.WriteString("outcome", EntryCodes.Code(entry.Outcome));
    }

    private static void WriteWho(Utf8JsonWriter json, ExportedEntry one)
    {
        json.WriteString("role", EntryCodes.Code(one.Entry.Role));
        Optional(json, "account", one.Entry.Account?.Value);
        Optional(json, "name", one.Name);
        Optional(json, "job", one.Entry.Job);
        Optional(json, "session", one.Entry.Session?.Value);
    }

    private static void WriteWhere(Utf8JsonWriter json, AuditEntry entry)
    {
        Optional(json, "ip", entry.Ip?.ToString());
        Optional(json, "userAgent", entry.UserAgent);
        json.WriteString("node", entry.Node);
    }

    private void WriteOpening(Utf8JsonWriter json, LeafOpening leaf)
    {
        json.WriteStartArray("patients");
        foreach (var (patient, _) in leaf.Patients)
        {
            json.WriteStringValue(patient.Value);
        }

        json.WriteEndArray();
        json.WriteStartObject("salts");
        json.WriteString("event", EntryCodes.Hex(leaf.Salts[0]));
        json.WriteString("who", EntryCodes.Hex(leaf.Salts[1]));
        if (!isWithoutWhere)
        {
            json.WriteString("where", EntryCodes.Hex(leaf.Salts[2]));
        }

        json.WriteStartArray("patients");
        foreach (var (_, salt) in leaf.Patients)
        {
            json.WriteStringValue(EntryCodes.Hex(salt));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (isWithoutWhere)
        {
            json.WriteStartObject("withheld");
            json.WriteString("where", EntryCodes.Hex(leaf.Commitments[2]));
            json.WriteEndObject();
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, Guid? value)
    {
        if (value is { } id)
        {
            json.WriteString(name, id);
        }
    }
}
