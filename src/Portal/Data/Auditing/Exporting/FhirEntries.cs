using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Data.Auditing.Exporting;

/// <summary>FHIR R4 <c>AuditEvent</c> resources in the shape of IHE BALP: a line each, or one <c>Bundle</c>.</summary>
internal sealed class FhirEntries(bool isBundle, bool isWithoutWhere) : EntryFile
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Name => isBundle ? "audit-events.json" : "audit-events.ndjson";

    public override ReadOnlyMemory<byte> Head => isBundle ? """{"resourceType":"Bundle","type":"collection","entry":["""u8.ToArray() : default;

    public override ReadOnlyMemory<byte> Tail => isBundle ? "\n]}\n"u8.ToArray() : default;

    public override void Write(ArrayBufferWriter<byte> to, ExportedEntry one, bool isFirst)
    {
        // BALP: one event for each patient.
        for (var number = 0; number < Math.Max(1, one.Entry.Patients.Count); number++)
        {
            if (isBundle)
            {
                to.Write(isFirst && number == 0 ? "\n"u8 : ",\n"u8);
            }

            Write(to, new FhirAuditEvent(one, number, isWithoutWhere));
            if (!isBundle)
            {
                to.Write("\n"u8);
            }
        }
    }

    private void Write(ArrayBufferWriter<byte> to, FhirAuditEvent resource)
    {
        using var json = new Utf8JsonWriter(to, Format);
        if (isBundle)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"urn:uuid:{resource.Uuid}");
            json.WritePropertyName("resource");
        }

        resource.Write(json);
        if (isBundle)
        {
            json.WriteEndObject();
        }
    }
}
