use proptest::prelude::*;

use super::*;

const SUITES: [Suite; 2] = [Suite::International, Suite::Sm];

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

#[test]
fn the_international_suite_signs_as_test_1_of_rfc_8032() {
    let secret = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let key = SigningKey::generate("test", Suite::International, secret).unwrap();
    let signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    assert_eq!(hex::encode(key.sign(b"").unwrap()), signature);
    assert_eq!(key.verifying_key().verify(b"", &bytes::<64>(signature)), Ok(()));
}

#[test]
fn the_sm_suite_has_the_key_and_signature_of_the_example_in_gbt_32918_5() {
    let secret = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let key = SigningKey::generate("test", Suite::Sm, secret).unwrap();
    let public = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    assert!(hex::encode(key.verifying_key().public.encoded()).ends_with(public));
    let r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
    let s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
    let signature = bytes::<64>(&format!("{r}{s}"));
    assert_eq!(key.verifying_key().verify(b"message digest", &signature), Ok(()));
    assert_eq!(key.verifying_key().verify(b"message digest.", &signature), Err(WrongSignature));
}

#[test]
fn the_texts_of_keys_are_those_of_the_go_note_package() {
    let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let key = SigningKey::parse(&format!("{text}\n")).unwrap();
    assert_eq!(*key.to_text(), text);
    let verifying = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(key.verifying_key().to_string(), verifying);
    assert_eq!(verifying.parse::<VerifyingKey>().unwrap().id(), key.id());
    assert_eq!(format!("{key:?}"), "SigningKey(PeterNeumann+c74f20a3)");
}

#[test]
fn a_text_that_is_no_key_is_refused_with_its_reason() {
    let wrong = |text: &str| text.parse::<VerifyingKey>().unwrap_err();
    let form = BadKey::Form("name+1a2b3c4d+base64");
    assert_eq!(wrong(""), form);
    assert_eq!(wrong("Peter+C74F20A3+ARpc"), form);
    assert_eq!(wrong("PeterNeumann+c74f20a3+ARpc2Q*"), form);
    assert_eq!(wrong("PeterNeumann+c74f20a3+ARpc"), BadKey::Bytes);
    assert_eq!(wrong("PeterNeumann+c74f20a3+AhpcAAAA"), BadKey::Algorithm);
    let key = "c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(wrong(&format!("PeterOther+{key}")), BadKey::OtherId);
    assert_eq!(wrong(&format!("Peter Neumann+{key}")), BadKey::Name);
    let weak = STANDARD.encode([[1].as_slice(), &[0; 32]].concat());
    assert_eq!(wrong(&format!("PeterNeumann+c74f20a3+{weak}")), BadKey::Bytes);
    let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFy";
    assert_eq!(SigningKey::parse(secret).unwrap_err(), BadKey::OtherId);
    assert_eq!(SigningKey::generate("", Suite::International, [1; 32]).unwrap_err(), BadKey::Name);
    assert_eq!(SigningKey::generate("sm", Suite::Sm, [255; 32]).unwrap_err(), BadKey::Bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_signature_holds_for_its_key_and_message_alone(
        secret in prop::array::uniform32(1_u8..255),
        message in prop::collection::vec(any::<u8>(), 1..100),
        place in any::<prop::sample::Index>(),
    ) {
        for suite in SUITES {
            let key = SigningKey::generate("市民政局", suite, secret).unwrap();
            let verifying: VerifyingKey = key.verifying_key().to_string().parse().unwrap();
            prop_assert_eq!(verifying.suite(), suite);
            let parsed = SigningKey::parse(&key.to_text()).unwrap();
            let signature = key.sign(&message).unwrap();
            prop_assert_eq!(parsed.sign(&message).unwrap(), signature);
            prop_assert_eq!(verifying.verify(&message, &signature), Ok(()));

            let mut altered = message.clone();
            *altered.get_mut(place.index(message.len())).unwrap() ^= 1;
            prop_assert_eq!(verifying.verify(&altered, &signature), Err(WrongSignature));
            let mut altered = signature;
            *altered.get_mut(place.index(64)).unwrap() ^= 1;
            prop_assert_eq!(verifying.verify(&message, &altered), Err(WrongSignature));
            prop_assert_eq!(verifying.verify(&message, signature.get(..63).unwrap()), Err(WrongSignature));
            let other = SigningKey::generate("市民政局", suite, [7; 32]).unwrap();
            prop_assert_ne!(other.id(), key.id());
            prop_assert_eq!(other.verifying_key().verify(&message, &signature), Err(WrongSignature));
        }
    }
}
