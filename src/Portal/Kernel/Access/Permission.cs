namespace Portal.Kernel.Access;

/// <summary>What a role may do at most. Whether it may be done to one patient is decided by the facts (<see cref="Decide"/>).</summary>
public enum Permission
{
    /// <summary>See lists of patients and search them.</summary>
    SearchPatients = 1,

    /// <summary>Read clinical data of patients in one's care.</summary>
    ReadClinical = 2,

    /// <summary>Read demographics and claims for billing.</summary>
    ReadBilling = 3,

    /// <summary>Read one's own record.</summary>
    ReadOwnRecord = 4,

    /// <summary>See accounts and their roles, without any health data.</summary>
    ReadAccounts = 5,

    /// <summary>Bring in records from files.</summary>
    ImportRecords = 6,

    /// <summary>Check the audit log's integrity.</summary>
    VerifyAudit = 7,

    /// <summary>Set up and look after the instance from its command line.</summary>
    MaintainInstance = 8,

    /// <summary>See and use one's own account: password, factors, sessions.</summary>
    UseOwnAccount = 9,

    /// <summary>Write and correct the chart of patients in one's care.</summary>
    WriteClinical = 10,

    /// <summary>Prescribe for patients in one's care.</summary>
    Prescribe = 11,

    /// <summary>Read a patient's identity and contact data at the desk.</summary>
    ReadRegistration = 12,

    /// <summary>Invite people, give and take roles, disable accounts; without any health data.</summary>
    ManageAccounts = 13,

    /// <summary>Read the audit log.</summary>
    ReadAudit = 14,

    /// <summary>Hand a code for setting up or recovering a patient's account to a patient whose identity document was looked at.</summary>
    HandOutCodes = 15,

    /// <summary>See what must be reviewed, and the reports made of it.</summary>
    ReadFindings = 16,

    /// <summary>Review findings: record what came of one.</summary>
    ReviewFindings = 17,

    /// <summary>Schedule reports for those who may read them.</summary>
    ScheduleReports = 18,

    /// <summary>Open a closed record in an emergency, for a reason that is reviewed afterwards (45 CFR 164.312(a)(2)(ii)).</summary>
    BreakGlass = 19,

    /// <summary>Decide whether the glass was rightly broken (45 CFR 164.308(a)(1)(ii)(D)).</summary>
    ReviewBreakGlass = 20,

    /// <summary>See every break-glass grant, what was done under it, and how it was reviewed.</summary>
    ReadBreakGlass = 21,

    /// <summary>See the staff directory: who works where, for whom, from when to when; without any health data.</summary>
    ReadStaffDirectory = 30,

    /// <summary>Keep the staff directory; without any health data.</summary>
    ManageStaffDirectory = 31,

    /// <summary>Say the second yes to roles, invitations and recoveries that an administrator asked for; without any health data.</summary>
    ApproveRoles = 32,

    /// <summary>Refer a patient of one's team to a colleague, who then treats the patient until the referral ends.</summary>
    ReferPatients = 40,

    /// <summary>Mark the record of a patient of one's team as sensitive, and lift such a mark.</summary>
    MarkRecords = 41,

    /// <summary>Put clinicians and nurses on the team that treats a patient, and end that.</summary>
    AssignTeams = 42,

    /// <summary>Say who may not open one's own record, and take that back.</summary>
    ExcludePeople = 43,

    /// <summary>Decide about the access of those whose reviewer one is named, and of nobody else; without any health data.</summary>
    ReviewAccess = 50,

    /// <summary>Start access reviews, stand in for reviewers, and sign (45 CFR 164.308(a)(4)(ii)(C)); without any health data.</summary>
    RunAccessReviews = 51,

    /// <summary>See every access review with its lines; without any health data.</summary>
    ReadAccessReviews = 52,

    /// <summary>Read the policies of the house and acknowledge those that concern one (45 CFR 164.316(b)(2)(ii)).</summary>
    ReadPolicies = 60,

    /// <summary>Write policies and sign them for the house (45 CFR 164.316(a)).</summary>
    SignPolicies = 61,

    /// <summary>See who has acknowledged which policy, and who has not.</summary>
    ReadAcknowledgements = 62,
}
