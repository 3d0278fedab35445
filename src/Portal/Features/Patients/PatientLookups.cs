using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Features.Patients;

/// <summary>The look-ups that a search text comes to, each in an index of its own (decision 0026).</summary>
internal static class PatientLookups
{
    public static IEnumerable<IQueryable<PatientId>> Of(PortalDbContext db, PatientQuery query)
    {
        var patients = db.Set<Patient>();
        IQueryable<PatientId>?[] lookups =
        [
            query.Mrn is { } mrn ? patients.Where(row => row.MrnIndex == mrn).Select(row => row.PatientId) : null,
            query.NationalId is { } national ? patients.Where(row => row.NationalIdIndex == national).Select(row => row.PatientId) : null,
            query.BirthDate is { } birth ? patients.Where(row => row.BirthDateIndex == birth).Select(row => row.PatientId) : null,
            query.Email is { } email ? patients.Where(row => row.EmailIndex == email).Select(row => row.PatientId) : null,
            query.Phone is { } phone ? patients.Where(row => row.PhoneIndex == phone).Select(row => row.PatientId) : null,
            // Two tokens may be of one patient, who must not take two places of the page.
            query.Exact is { Count: > 0 } exact ? db.Set<NameToken>().Where(row => exact.Contains(row.Token)).Select(row => row.PatientId).Distinct() : null,
            query.Names is { Count: > 0 } names ? ByWords(db, names) : null,
        ];
        return lookups.OfType<IQueryable<PatientId>>();
    }

    /// <summary>The first matches in the order of their tokens.</summary>
    /// <param name="lookups">Look-ups; none where nothing of a text is left to look up, such as marks that stand alone.</param>
    /// <param name="after">They come after this one.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task<List<PatientId>> FirstAsync(IEnumerable<IQueryable<PatientId>> lookups, TimeCursor? after, int count, CancellationToken cancel)
    {
        // A union of look-ups, each in its own index's order and ended with the page: united first, all that begins with "an" would be sorted.
        var firsts = lookups.Select(lookup => FirstOf(lookup, after, count)).ToList();
        return firsts.Count == 0 ? [] : await firsts.Aggregate((all, one) => all.Union(one)).OrderBy(patient => patient).Take(count).ToListAsync(cancel);
    }

    private static IQueryable<PatientId> FirstOf(IQueryable<PatientId> matches, TimeCursor? after, int count)
    {
        if (after is { } last)
        {
            var lastId = new PatientId(last.Id);
            matches = matches.Where(patient => patient.CompareTo(lastId) > 0);
        }

        return matches.OrderBy(patient => patient).Take(count);
    }

    private static IQueryable<PatientId> ByWords(PortalDbContext db, IReadOnlyList<byte[]> words)
    {
        var first = words[0];
        var patients = db.Set<NameToken>().Where(row => row.Token == first).Select(row => row.PatientId);
        foreach (var word in words.Skip(1))
        {
            var others = db.Set<NameToken>().Where(row => row.Token == word).Select(row => row.PatientId);
            patients = patients.Where(patient => others.Contains(patient));
        }

        return patients;
    }
}
