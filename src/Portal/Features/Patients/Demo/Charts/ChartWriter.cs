using Portal.Data;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import;
using Portal.Kernel;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>Makes the rows of one patient's chart, each under the patient's key.</summary>
internal sealed class ChartWriter(Access access, ImportRows rows, PatientId patient)
{
    /// <summary>Adds a clinical row and gives its id.</summary>
    public Guid Add<TRow, TDetails>(DateTimeOffset at, Guid? encounter, Coding code, TDetails details, Guid? id = null)
        where TRow : ChartRow<TDetails>, new()
        where TDetails : class
    {
        var row = new TRow
        {
            Id = id ?? Guid.CreateVersion7(at), PatientId = patient, At = at, EncounterId = encounter,
            Code = access.Protect(patient, code), Details = access.Protect(patient, details),
        };
        rows.Add(row);
        return row.Id;
    }

    /// <summary>Adds a billing row and gives its id.</summary>
    public Guid Bill<TRow, TDetails>(DateTimeOffset at, TDetails details)
        where TRow : BillingRow<TDetails>, new()
        where TDetails : class
    {
        var row = new TRow { Id = Guid.CreateVersion7(at), PatientId = patient, At = at, Details = access.Protect(patient, details) };
        rows.Add(row);
        return row.Id;
    }
}
