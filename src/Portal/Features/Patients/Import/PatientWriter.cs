using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>Writes who a patient is: identity, list row and search tokens, for a new patient or over a known one.</summary>
internal sealed class PatientWriter(Access access, PatientIndexes indexes, DateTimeOffset now)
{
    // Letters and digits that are not taken for one another when read aloud or by hand.
    private const string MrnLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Fills the rows of a patient. A known patient keeps a record number that the portal gave.</summary>
    public void Fill(Patient patient, PatientListRow listed, MappedPatient from)
    {
        var id = patient.PatientId;
        var mrn = from.Mrn ?? access.Reveal(patient, patient.Mrn).ValueOrDefault ?? NewMrn();
        (patient.Name, listed.Name) = (access.Protect(id, from.Name), access.Protect(id, from.Name));
        (patient.Mrn, listed.Mrn) = (access.Protect(id, mrn), access.Protect(id, mrn));
        (patient.BirthDate, listed.BirthDate) = from.BirthDate is { } day ? (access.Protect(id, day), access.Protect(id, day)) : (null, null);
        (patient.Sex, listed.Sex) = from.Sex is { } sex ? (access.Protect(id, sex), access.Protect(id, sex)) : (null, null);
        patient.NationalId = from.NationalId is { } national ? access.Protect(id, national) : null;
        patient.Contact = access.Protect(id, from.Contact);
        patient.Deceased = DeathOf(patient, from) is { } death ? access.Protect(id, death) : null;
        Index(patient, from, mrn);
    }

    public void Keep(Patient patient, SubjectDisplays displays) =>
        patient.SourceDisplays = displays.All.Count == 0 ? null : access.Protect(patient.PatientId, displays.All);

    public IEnumerable<NameToken> Tokens(PatientId id, MappedPatient from) =>
        indexes.NameTokens(from.AllNames).Concat(indexes.ContactTokens(from.Contact, from.Identifiers)).Append(indexes.GenerationToken)
            .Select(token => new NameToken { PatientId = id, Token = token });

    /// <summary>Exchanges the search tokens of a known patient.</summary>
    public async Task ExchangeTokensAsync(PortalDbContext db, PatientId id, MappedPatient from, CancellationToken cancel)
    {
        var before = await db.Set<NameToken>().Where(row => row.PatientId == id).ToListAsync(cancel);
        var after = Tokens(id, from).ToDictionary(row => new Guid(row.Token));
        db.RemoveRange(before.Where(row => !after.Remove(new Guid(row.Token))));
        db.AddRange(after.Values);
    }

    /// <summary>Whether a file that uses a known patient's id speaks of somebody else: none of record number, national id and birth date is the same.</summary>
    public static bool IsSomebodyElse(PatientIndexes indexes, Patient known, MappedPatient from)
    {
        (byte[]? Known, byte[]? Now)[] pairs =
        [
            (known.MrnIndex, indexes.Mrn(from.Mrn)),
            (known.NationalIdIndex, indexes.NationalId(from.NationalId)),
            (known.BirthDateIndex, indexes.BirthDate(from.BirthDate)),
        ];
        var both = pairs.Where(pair => pair.Known is not null && pair.Now is not null).ToList();
        return both.Count > 0 && both.All(pair => !pair.Known.AsSpan().SequenceEqual(pair.Now));
    }

    private static string NewMrn() => $"P-{RandomNumberGenerator.GetString(MrnLetters, 8)}";

    // "Dead, date unknown" must not read as alive: the patient was dead by the time of the first import that said so.
    private DateTimeOffset? DeathOf(Patient patient, MappedPatient from) =>
        !from.IsDeceased ? null
        : from.Deceased ?? (access.Reveal(patient, patient.Deceased) is { HasValue: true } known ? known.ValueOrDefault : Microseconds.Cut(now));

    private void Index(Patient patient, MappedPatient from, string mrn)
    {
        patient.MrnIndex = indexes.Mrn(mrn);
        patient.NationalIdIndex = indexes.NationalId(from.NationalId);
        patient.BirthDateIndex = indexes.BirthDate(from.BirthDate);
        patient.EmailIndex = indexes.Email(from.Contact.Emails.FirstOrDefault());
        patient.PhoneIndex = indexes.Phone(from.Contact.Phones.FirstOrDefault());
    }
}
