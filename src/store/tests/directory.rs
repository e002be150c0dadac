//! Whom we know.

use super::*;

async fn people_are_remembered_and_a_known_locale_is_not_forgotten(home: Home) {
    let store = home.store().await;
    let minji = |locale: &str| Person {
        id: UserId::new("U2"),
        name: "김민지".to_owned(),
        locale: locale.to_owned(),
        standing: Standing::Guest,
    };
    store.remember_people(&workspace(), &[minji("ko-KR")]).await.unwrap();
    store.remember_people(&workspace(), &[minji("")]).await.unwrap();
    assert_eq!(store.people(&workspace()).await.unwrap(), [minji("ko-KR")]);
}

#[tokio::test]
async fn a_whole_organisation_is_remembered() {
    let home = Home::sqlite();
    let store = home.store().await;
    let person = |number: i64| Person {
        id: UserId::new(format!("U{number}")),
        name: format!("person {number}"),
        locale: String::new(),
        standing: Standing::Member,
    };
    let everybody: Vec<Person> = (0..250).map(person).collect();
    store.remember_people(&workspace(), &everybody).await.unwrap();
    let mut known = store.people(&workspace()).await.unwrap();
    known.sort_by_key(|person| person.id.as_str()[1..].parse::<i64>().unwrap());
    assert_eq!(known, everybody);
}

async fn a_nul_is_left_out(home: Home) {
    let store = home.store().await;
    store.remember_people(&workspace(), &[person("Min\0ji")]).await.unwrap();
    assert_eq!(store.people(&workspace()).await.unwrap(), [person("Minji")]);
}

on_both!(people_are_remembered_and_a_known_locale_is_not_forgotten, a_nul_is_left_out,);
