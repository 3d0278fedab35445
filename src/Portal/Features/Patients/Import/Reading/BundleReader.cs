using System.Text.Json;
using Portal.Features.Patients.Import.Mapping;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>Takes a JSON document apart into resources: a bundle's entries, or the one resource that it is.</summary>
internal static class BundleReader
{
    private static readonly string[] Types = ["transaction", "batch", "collection", "searchset", "document"];

    public static ImportBatch Read(JsonDocument document)
    {
        var entries = new List<ImportEntry>();
        var faults = new List<ImportFault>();
        var isBundle = document.RootElement.Text("resourceType") == "Bundle";
        if (isBundle)
        {
            ReadBundle(document.RootElement, "", entries, faults);
        }
        else
        {
            ReadResource(document.RootElement, null, "", entries, faults);
        }

        return new ImportBatch([document], entries, faults, isBundle);
    }

    public static void ReadResource(JsonElement resource, string? fullUrl, string position, List<ImportEntry> entries, List<ImportFault> faults)
    {
        var type = resource.Text("resourceType");
        if (type == "Bundle")
        {
            ReadBundle(resource, position, entries, faults);
        }
        else if (type is null || !IsTypeName(type))
        {
            faults.Add(new ImportFault(position, "is no FHIR resource: it names no resourceType"));
        }
        else if (type == "Patient" && resource.Child("name") is { ValueKind: not JsonValueKind.Undefined } names && names.GetRawText().Length > ImportLimits.NamesLength)
        {
            faults.Add(new ImportFault(position, $"has names of more than {ImportLimits.NamesLength >> 10} KB"));
        }
        else if (entries.Count >= ImportLimits.Entries)
        {
            throw new ImportFaultException(position, $"holds more than {ImportLimits.Entries} resources; split it, or send it as ndjson");
        }
        else
        {
            entries.Add(new ImportEntry(position, fullUrl, type, resource));
        }
    }

    private static void ReadBundle(JsonElement bundle, string position, List<ImportEntry> entries, List<ImportFault> faults)
    {
        if (!Types.Contains(bundle.Text("type"), StringComparer.Ordinal))
        {
            faults.Add(new ImportFault(position, "is a bundle of a type that cannot be imported; send a transaction, batch or collection"));
            return;
        }

        var number = 0;
        foreach (var entry in bundle.Items("entry"))
        {
            number++;
            ReadEntry(entry, position.Length == 0 ? $"entry {number}" : $"{position}, entry {number}", entries, faults);
        }
    }

    private static void ReadEntry(JsonElement entry, string position, List<ImportEntry> entries, List<ImportFault> faults)
    {
        if (entry.Child("request").Text("method") is { } method && method is not ("POST" or "PUT" or "GET"))
        {
            faults.Add(new ImportFault(position, "asks for something other than storing a resource"));
        }
        else if (entry.Child("resource").ValueKind != JsonValueKind.Object)
        {
            faults.Add(new ImportFault(position, "holds no resource"));
        }
        else
        {
            ReadResource(entry.Child("resource"), entry.Text("fullUrl"), position, entries, faults);
        }
    }

    // The type is stored in a plain column, so nothing but a type's name may get there.
    private static bool IsTypeName(string type) => type.Length <= 40 && char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter);
}
