using System.Text;
using System.Text.Json;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>
/// An entry as one JSON object in ASCII: ids and codes under the names that the sealed leaf uses too, nothing that the log does not hold. An entry with very many
/// patients is several objects, so that none is longer than a receiver takes.
/// </summary>
internal static class FeedLine
{
    /// <summary>The name and version of the format; fields are only ever added.</summary>
    public const string Format = "portal-audit/1";

    /// <summary>Patients of one object at most.</summary>
    public const int MostPatients = 100;

    public static IEnumerable<string> Of(FedEntry fed)
    {
        var entry = fed.Entry;
        var parts = entry.Patients.Count <= MostPatients ? [[.. entry.Patients]] : entry.Patients.Chunk(MostPatients).ToArray();
        return parts.Select((patients, at) => Part(fed, patients, at + 1, parts.Length));
    }

    private static string Part(FedEntry fed, IReadOnlyList<PatientId> patients, int part, int parts)
    {
        using var bytes = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            What(json, fed.Entry);
            Who(json, fed.Entry);
            json.WriteStartArray("patients");
            foreach (var patient in patients)
            {
                json.WriteStringValue(patient.Value);
            }

            json.WriteEndArray();
            if (parts > 1)
            {
                json.WriteNumber("part", part);
                json.WriteNumber("parts", parts);
            }

            if (fed.IsAltered)
            {
                json.WriteBoolean("altered", true);
            }

            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void What(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteString("id", entry.Id.Value);
        json.WriteString("at", SyslogMessage.Time(entry.At));
        json.WriteString("action", Code(entry.Action));
        json.WriteString("resource", Code(entry.Resource));
        Text(json, "resourceId", entry.ResourceId?.ToString());
        json.WriteString("categories", Code(entry.Categories));
        json.WriteString("purpose", Code(entry.Purpose));
        Text(json, "reason", entry.Reason);
        Text(json, "grant", entry.Grant?.ToString());
        json.WriteString("outcome", Code(entry.Outcome));
    }

    private static void Who(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteString("role", Code(entry.Role));
        Text(json, "account", entry.Account?.Value.ToString());
        Text(json, "job", entry.Job);
        Text(json, "session", entry.Session?.Value.ToString());
        Text(json, "ip", entry.Ip?.ToString());
        Text(json, "agent", entry.UserAgent);
        json.WriteString("node", entry.Node);
    }

    // What there is not is not written.
    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Code<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
