using System.Security.Cryptography;
using System.Text.Json;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>
/// An entry as a FHIR R4 <c>AuditEvent</c>. An allowed read, search or change names the BALP profile that it keeps to; what BALP has no profile for, and what was refused,
/// has the same parts without naming one, and so has what is not as the portal wrote it. The entry's own id stands as the transaction, so that the events of a list belong together.
/// </summary>
/// <param name="one">The entry.</param>
/// <param name="number">Which of its patients, from 0.</param>
/// <param name="isWithoutWhere">Whether addresses and browsers are left out.</param>
internal sealed class FhirAuditEvent(ExportedEntry one, int number, bool isWithoutWhere)
{
    private const string Profiles = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    private const string EntityTypes = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string EntityRoles = "http://terminology.hl7.org/CodeSystem/object-role";

    private readonly AuditEntry entry = one.Entry;
    private readonly BalpCodes codes = BalpCodes.Of(one.Entry.Action);

    /// <summary>The entry's id for its only or first event, one derived from it for each further one.</summary>
    public Guid Uuid
    {
        get
        {
            var bytes = entry.Id.Value.ToByteArray(bigEndian: true);
            return number == 0 ? entry.Id.Value : new Guid(SHA256.HashData([.. bytes, (byte)(number >> 8), (byte)number])[..16]);
        }
    }

    private Guid? Patient => entry.Patients.Count == 0 ? null : entry.Patients[number].Value;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "AuditEvent");
        json.WriteString("id", Uuid);
        if (codes.Profile is { } profile && entry.Outcome == AuditOutcome.Allowed && !one.IsAltered)
        {
            json.WriteStartObject("meta");
            json.WriteStartArray("profile");
            json.WriteStringValue($"{Profiles}{(Patient is null ? "" : "Patient")}{profile}");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        Coding(json, "type", codes.Type);
        json.WriteStartArray("subtype");
        Coding(json, null, codes.Subtype);
        if (entry.Grant is not null)
        {
            Coding(json, null, BalpCodes.BreakGlass);
        }

        json.WriteEndArray();
        json.WriteString("action", codes.Action);
        json.WriteString("recorded", EntryCodes.Time(entry.At));
        json.WriteString("outcome", BalpCodes.Of(entry.Outcome).Code);
        if (entry.Reason is { } reason)
        {
            json.WriteString("outcomeDesc", reason);
        }

        WriteAgents(json);
        WriteSource(json);
        WriteEntities(json);
        json.WriteEndObject();
    }

    private void WriteAgents(Utf8JsonWriter json)
    {
        json.WriteStartArray("agent");
        Machine(json, codes.IsRead ? BalpCodes.Destination : BalpCodes.Source, entry.Session is { } session ? $"urn:uuid:{session}" : "urn:portal:client", isWithoutWhere ? null : entry.Ip?.ToString(), entry.Ip is null ? "1" : "2", isWithoutWhere ? null : entry.UserAgent);
        Machine(json, codes.IsRead ? BalpCodes.Source : BalpCodes.Destination, "urn:portal:server", isWithoutWhere ? null : entry.Node, "1", null);
        WriteUser(json);
        json.WriteEndArray();
    }

    private static void Machine(Utf8JsonWriter json, FhirCode role, string id, string? address, string kind, string? name)
    {
        json.WriteStartObject();
        Concept(json, "type", role);
        Identifier(json, "who", id);
        if (name is not null)
        {
            json.WriteString("name", name);
        }

        json.WriteBoolean("requestor", false);
        json.WriteStartObject("network");
        json.WriteString("address", address ?? "withheld");
        json.WriteString("type", address is null ? "1" : kind);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteUser(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Concept(json, "type", codes.User);
        json.WriteStartArray("role");
        Concept(json, null, new FhirCode("urn:portal:role", EntryCodes.Code(entry.Role), entry.Role.ToString()));
        json.WriteEndArray();
        Identifier(json, "who", entry switch { { Account: { } account } => $"urn:uuid:{account}", { Job: { } job } => $"urn:portal:job:{job}", _ => "urn:portal:nobody" });
        if (one.Name is { } name)
        {
            json.WriteString("name", name);
        }

        json.WriteBoolean("requestor", true);
        if (BalpCodes.Of(entry.Purpose) is { } purpose)
        {
            json.WriteStartArray("purposeOfUse");
            Concept(json, null, purpose);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteSource(Utf8JsonWriter json)
    {
        json.WriteStartObject("source");
        if (!isWithoutWhere)
        {
            json.WriteString("site", entry.Node);
        }

        Identifier(json, "observer", "urn:portal:server");
        json.WriteStartArray("type");
        Coding(json, null, new FhirCode("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server"));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteEntities(Utf8JsonWriter json)
    {
        json.WriteStartArray("entity");
        WriteThing(json);
        if (Patient is { } patient)
        {
            json.WriteStartObject();
            json.WriteStartObject("what");
            json.WriteString("reference", $"Patient/{patient}");
            json.WriteEndObject();
            Coding(json, "type", new FhirCode(EntityTypes, "1", "Person"));
            Coding(json, "role", new FhirCode(EntityRoles, "1", "Patient"));
            json.WriteEndObject();
        }

        json.WriteStartObject();
        Identifier(json, "what", entry.Id.ToString(), isUri: false);
        Coding(json, "type", new FhirCode("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", "X-Request-Id"));
        if (one.IsAltered)
        {
            Detail(json, "altered", "true");
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    // A search has a query in place of a thing. Its terms are not kept in the log: they would be values.
    private void WriteThing(Utf8JsonWriter json)
    {
        var isQuery = entry.Action == AuditAction.Search;
        json.WriteStartObject();
        if (!isQuery)
        {
            Identifier(json, "what", entry.ResourceId is { } id ? $"urn:uuid:{id}" : Patient is { } patient ? $"urn:uuid:{patient}" : $"urn:portal:resource:{EntryCodes.Code(entry.Resource)}");
        }

        Coding(json, "type", new FhirCode(EntityTypes, "2", "System Object"));
        Coding(json, "role", isQuery ? new FhirCode(EntityRoles, "24", "Query") : new FhirCode(EntityRoles, "4", "Domain Resource"));
        json.WriteString(isQuery ? "description" : "name", isQuery ? "The terms of a search are not kept in the log." : $"{entry.Resource}");
        if (isQuery)
        {
            json.WriteBase64String("query", System.Text.Encoding.UTF8.GetBytes($"{entry.Resource}"));
        }
        else
        {
            Detail(json, "categories", EntryCodes.Code(entry.Categories));
        }

        json.WriteEndObject();
    }

    private static void Detail(Utf8JsonWriter json, string type, string value)
    {
        json.WriteStartArray("detail");
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("valueString", value);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Identifier(Utf8JsonWriter json, string name, string value, bool isUri = true)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("identifier");
        if (isUri)
        {
            json.WriteString("system", "urn:ietf:rfc:3986");
        }

        json.WriteString("value", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Concept(Utf8JsonWriter json, string? name, FhirCode code)
    {
        Begin(json, name);
        json.WriteStartArray("coding");
        Coding(json, null, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Coding(Utf8JsonWriter json, string? name, FhirCode code)
    {
        Begin(json, name);
        json.WriteString("system", code.System);
        json.WriteString("code", code.Code);
        json.WriteString("display", code.Display);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string? name)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }
    }
}
