using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Demo.Terms;

internal sealed record MedicineTerm(Coding Code, string Dosage, bool IsPenicillin = false);

/// <summary>Medicines of the invented charts. Usual adult doses; they illustrate and advise nobody.</summary>
internal static class MedicineTerms
{
    private const string OnceDaily = "1 tablet by mouth once daily";

    public static readonly MedicineTerm Lisinopril = new(Systems.RxNorm("314076", "Lisinopril 10 MG Oral Tablet"), OnceDaily);
    public static readonly MedicineTerm Amlodipine = new(Systems.RxNorm("197361", "Amlodipine 5 MG Oral Tablet"), OnceDaily);
    public static readonly MedicineTerm Metformin = new(Systems.RxNorm("860975", "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet"), "2 tablets by mouth once daily with the evening meal");
    public static readonly MedicineTerm Atorvastatin = new(Systems.RxNorm("617310", "Atorvastatin 20 MG Oral Tablet"), "1 tablet by mouth at bedtime");
    public static readonly MedicineTerm Levothyroxine = new(Systems.RxNorm("966222", "Levothyroxine sodium 0.075 MG Oral Tablet"), "1 tablet by mouth once daily, 30 minutes before breakfast");
    public static readonly MedicineTerm Albuterol = new(Systems.RxNorm("745679", "200 ACTUAT Albuterol 0.09 MG/ACTUAT Metered Dose Inhaler"), "2 puffs every 4 to 6 hours as needed for wheezing");
    public static readonly MedicineTerm Fluticasone = new(Systems.RxNorm("895994", "120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler"), "2 puffs twice daily, rinse the mouth afterwards");
    public static readonly MedicineTerm Tiotropium = new(Systems.Words("Tiotropium 18 mcg inhalation capsule"), "1 capsule inhaled once daily");
    public static readonly MedicineTerm Sertraline = new(Systems.RxNorm("312941", "Sertraline 50 MG Oral Tablet"), "1 tablet by mouth once daily in the morning");
    public static readonly MedicineTerm Omeprazole = new(Systems.RxNorm("198051", "Omeprazole 20 MG Delayed Release Oral Capsule"), "1 capsule by mouth once daily before breakfast");
    public static readonly MedicineTerm Iron = new(Systems.RxNorm("310325", "Ferrous sulfate 325 MG Oral Tablet"), "1 tablet by mouth every other day");
    public static readonly MedicineTerm Acetaminophen = new(Systems.RxNorm("313782", "Acetaminophen 325 MG Oral Tablet"), "2 tablets by mouth every 6 hours as needed for pain");
    public static readonly MedicineTerm Cetirizine = new(Systems.RxNorm("1014678", "Cetirizine hydrochloride 10 MG Oral Tablet"), "1 tablet by mouth once daily in the pollen season");
    public static readonly MedicineTerm Apixaban = new(Systems.RxNorm("1364445", "Apixaban 5 MG Oral Tablet"), "1 tablet by mouth twice daily");
    public static readonly MedicineTerm Metoprolol = new(Systems.RxNorm("866412", "24 HR Metoprolol succinate 100 MG Extended Release Oral Tablet"), OnceDaily);
    public static readonly MedicineTerm Aspirin = new(Systems.RxNorm("243670", "Aspirin 81 MG Oral Tablet"), OnceDaily);
    public static readonly MedicineTerm Alendronate = new(Systems.Words("Alendronate 70 mg oral tablet"), "1 tablet by mouth once a week, upright for 30 minutes");
    public static readonly MedicineTerm Sumatriptan = new(Systems.Words("Sumatriptan 50 mg oral tablet"), "1 tablet by mouth at the onset of migraine, at most 2 a day");
    public static readonly MedicineTerm Allopurinol = new(Systems.RxNorm("197319", "Allopurinol 100 MG Oral Tablet"), OnceDaily);
    public static readonly MedicineTerm Amoxicillin = new(Systems.RxNorm("308191", "Amoxicillin 500 MG Oral Capsule"), "1 capsule by mouth three times daily for 7 days", IsPenicillin: true);
    public static readonly MedicineTerm Azithromycin = new(Systems.RxNorm("308460", "Azithromycin 250 MG Oral Tablet"), "2 tablets on the first day, then 1 tablet once daily for 4 days");
    public static readonly MedicineTerm Nitrofurantoin = new(Systems.Words("Nitrofurantoin 100 mg oral capsule"), "1 capsule by mouth twice daily for 5 days");
}
